/** Ids of ATT&CK that later releases renamed or split: they still load and count, and readers look them up in vain. */
import { isSplitTactic, presentId } from '../../../attack/alias.ts';
import { ATTACK_RELEASE } from '../../../attack/release.ts';
import type { Rule } from '../../../rule-language/rule.ts';
import type { LintCheck, LintContext, LintFinding } from '../lint-check.ts';

/** Names the present ids. */
export const earlierAttackId: LintCheck = {
  codes: [
    {
      code: 'earlier-attack-id',
      severity: 'warning',
      summary: 'A technique or tactic is written as an earlier release of ATT&CK called it.',
    },
  ],
  find: (rule, _rules, context) => [...renamedTechniques(rule, context), ...tags(rule, context)],
};

function renamedTechniques(rule: Rule, context: LintContext): readonly LintFinding[] {
  const written = context.written(rule);
  return (rule.attack?.techniques ?? []).flatMap(({ id }, index) =>
    renamed(id).map((finding) => ({ ...finding, place: written.placeOf('attack', 'techniques', index, 'id') })),
  );
}

function tags(rule: Rule, context: LintContext): readonly LintFinding[] {
  const written = context.written(rule);
  return rule.tags.flatMap((tag, index) => {
    const [, name] = /^attack\.(.+)$/i.exec(tag) ?? [];
    if (name === undefined) return [];
    return [...renamed(name), ...split(name)].map((finding) => ({ ...finding, place: written.placeOf('tags', index) }));
  });
}

type Unplaced = Omit<LintFinding, 'place'>;

function renamed(id: string): readonly Unplaced[] {
  const present = presentId(id);
  if (present === id.toUpperCase() || !/^t\d/i.test(id)) return [];
  const message = `ATT&CK ${ATTACK_RELEASE} calls this technique ${present}`;
  return [{ code: 'earlier-attack-id', message, suggestion: `write ${present}` }];
}

function split(name: string): readonly Unplaced[] {
  if (!isSplitTactic(name)) return [];
  const message = 'ATT&CK 19 split this tactic in two';
  const help = 'stealth is hiding among what is normal, defense-impairment is breaking what watches';
  return [{ code: 'earlier-attack-id', message, help }];
}
