/** `iamwatch rules match`: which single-event rules match which event, without state, folding or suppression. */
import { headOf } from '../events/event-view.ts';
import { readEvents } from './read-events.ts';
import { loadRuleSources, refuseWithoutRules, type RuleOptions } from './rule-source.ts';
import type { Streams } from './streams.ts';

/** Prints `{"event":{"id":…},"rules":[{"id":…,"title":…}]}` for every event, in the order of the input. */
export async function matchRules(paths: readonly string[], options: RuleOptions, streams: Streams): Promise<number> {
  const loaded = await loadRuleSources(options, streams.err, { needsTests: false });
  const { ruleSet } = loaded;
  refuseWithoutRules(loaded);
  const { code } = await readEvents(paths, streams, (event) => {
    // What remembers says nothing of a single event.
    const matches = ruleSet.match(event).filter(({ rule }) => rule.memory === undefined);
    const rules = matches.map(({ rule }) => ({ id: rule.id ?? rule.name, title: rule.title }));
    return `${JSON.stringify({ event: { id: headOf(event).id }, rules })}\n`;
  });
  return code;
}
