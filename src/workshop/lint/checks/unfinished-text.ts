/** Texts of a rule that still say what somebody meant to write there. `rules new` leaves such texts on purpose. */
import type { LintCheck } from '../lint-check.ts';

/** Where a rule speaks to people; `*` is every element of a list. */
const TEXTS: readonly (readonly string[])[] = [
  ['title'],
  ['description'],
  ['author'],
  ['references'],
  ['falsepositives'],
  ['sentence'],
  ['attackers_goal'],
  ['business'],
  ['variations', '*', 'name'],
  ['variations', '*', 'title'],
  ['variations', '*', 'description'],
  ['variations', '*', 'sentence'],
  ['modifiers', '*', 'sentence'],
  ['investigate'],
  ['respond'],
  ['blind_spots'],
  ['no_counterpart'],
  ['tests', '*', 'name'],
];

/** In capitals and as words of their own: "todo list" may be what a rule is about. */
const MARK = /\b(?:TODO|FIXME)\b/u;

/** Looks for texts that wait for their author. */
export const unfinishedText: LintCheck = {
  codes: [
    {
      code: 'unfinished-text',
      severity: 'warning',
      summary: 'A text that people will read still says TODO or FIXME.',
    },
  ],
  find(rule, _rules, context) {
    const written = context.written(rule);
    return TEXTS.flatMap((path) => written.texts(...path)).flatMap(({ text, place }) => {
      const [mark] = MARK.exec(text) ?? [];
      return mark === undefined ? [] : [{ code: 'unfinished-text', place, message: `this text still says ${mark}` }];
    });
  },
};
