/**
 * Keys that a rule should have and does not: Sigma's for every rule, ours for a rule that has begun to use them. One
 * finding names all that are missing, so that a plain rule gets a line and not a wall.
 */
import type { Rule } from '../../../rule-language/rule.ts';
import type { LintCheck, LintContext, LintFinding } from '../lint-check.ts';

/** What Sigma's specification has for the reader of a rule; a log source without product or service is read from every log. */
const EVERY_RULE = [
  'id',
  'status',
  'description',
  'author',
  'date',
  'references',
  'level',
  'falsepositives',
  'logsource.product',
  'logsource.service',
];

const EXPLAINED_RULE = [
  'sentence',
  'confidence',
  'attackers_goal',
  'business',
  'investigate',
  'respond',
  'blind_spots',
  'data',
  'attack',
  'attack.release',
];

/** A rule that explains itself has at least one of these. */
const BEGUN = ['sentence', 'attackers_goal', 'investigate', 'respond', 'blind_spots', 'attack', 'variations'];

/** Names the keys that a rule lacks. */
export const missingMetadata: LintCheck = {
  codes: [
    {
      code: 'missing-metadata',
      severity: 'warning',
      summary: 'Keys that every Sigma rule should have are missing.',
    },
    {
      code: 'missing-explanation',
      severity: 'warning',
      summary: 'A rule that explains itself to the analyst leaves a part of the explanation out.',
    },
  ],
  find(rule, _rules, context) {
    const isBegun = BEGUN.some((key) => context.written(rule).has(key));
    return [
      ...finding(rule, context, 'missing-metadata', EVERY_RULE),
      ...(isBegun ? finding(rule, context, 'missing-explanation', EXPLAINED_RULE) : []),
    ];
  },
};

function finding(rule: Rule, context: LintContext, code: string, keys: readonly string[]): readonly LintFinding[] {
  const written = context.written(rule);
  const absent = keys.filter((key) => !written.has(...key.split('.')));
  // A missing map is named once, not again for what should stand in it.
  const missing = absent.filter((key) => !absent.some((other) => key.startsWith(`${other}.`)));
  if (missing.length === 0) return [];
  const message = code === 'missing-metadata' ? `the rule does not state ${missing.join(', ')}` : unexplained(missing);
  const help =
    code === 'missing-metadata' && missing.includes('level') ? 'without a level a rule is medium' : undefined;
  return [{ code, place: written.placeOf('title'), message, help }];
}

function unexplained(missing: readonly string[]): string {
  return `the rule explains itself, but without ${missing.join(', ')}`;
}
