/** Runs pipelines over rules. All of them act as one: items in the order of the priorities, one state, all variables. */
import type { PipelineItem, Pipeline, PipelineVars, Transformation } from './pipeline.ts';
import { itemsOfRule, type RuleDraft } from './rule-draft.ts';

/** What all pipelines say, in the order in which it is done. */
export interface Processing {
  readonly items: readonly PipelineItem[];
  readonly vars: PipelineVars;
}

/** Joins pipelines that are in the order of their priorities; of a variable that several set, the last counts. */
export function processingOf(pipelines: readonly Pipeline[]): Processing {
  return {
    items: pipelines.flatMap(({ items }) => items),
    vars: new Map(pipelines.flatMap(({ vars }) => [...vars])),
  };
}

/** The rule as the pipelines leave it; the very same draft where none of them has anything to do with it. */
export function process(rule: RuleDraft, { items, vars }: Processing): RuleDraft {
  return applyItems(items)(rule, vars);
}

/**
 * What items may add to a rule, in characters of its texts. Two items that double what they find are harmless, forty of
 * them are not.
 */
const GROWTH_MAX = 1_000_000;
/** An item of a rule, and each of its values, cost as much as this many characters, whatever stands in them. */
const PART_WEIGHT = 100;

/** Does what the items say, each where its conditions hold for the rule as it is by then. */
export function applyItems(items: readonly PipelineItem[]): (rule: RuleDraft, vars: PipelineVars) => RuleDraft {
  return (rule, vars) => {
    let draft = rule;
    const most = weightOf(rule) + GROWTH_MAX;
    for (const item of items) {
      if (!item.holdsForRule(draft)) continue;
      const changed = item.transformation(draft, { item, vars });
      if (weightOf(changed) > most) {
        reportGrowth(draft);
        return draft;
      }
      draft = item.id === undefined ? changed : { ...changed, applied: new Set([...changed.applied, item.id]) };
    }
    return draft;
  };
}

function weightOf(rule: RuleDraft): number {
  return itemsOfRule(rule).reduce(
    (sum, { values }) => values.reduce((all, { value }) => all + PART_WEIGHT + String(value).length, sum + PART_WEIGHT),
    0,
  );
}

/** Whoever reads the rule sees by the error that it is refused. The last body is the one that is asked for. */
function reportGrowth({ bodies }: RuleDraft): void {
  const body = bodies.at(-1);
  if (body === undefined || body.reporter.errorCount() > 0) return;
  body.reporter.error('pipeline-too-large', body.identifiers[0]?.key, 'pipelines make this larger than rules may be', {
    help: 'an item that doubles what it finds stands in the pipelines many times',
  });
}

/** A transformation that does what the items say. */
export function nested(items: readonly PipelineItem[]): Transformation {
  const apply = applyItems(items);
  return (rule, { vars }) => apply(rule, vars);
}
