/** Runs pipelines over rules. All of them act as one: items in the order of the priorities, one state, all variables. */
import type { PipelineItem, Pipeline, PipelineVars, Transformation } from './pipeline.ts';
import type { RuleDraft } from './rule-draft.ts';

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

/** Does what the items say, each where its conditions hold for the rule as it is by then. */
export function applyItems(items: readonly PipelineItem[]): (rule: RuleDraft, vars: PipelineVars) => RuleDraft {
  return (rule, vars) => {
    let draft = rule;
    for (const item of items) {
      if (!item.holdsForRule(draft)) continue;
      const changed = item.transformation(draft, { item, vars });
      draft = item.id === undefined ? changed : { ...changed, applied: new Set([...changed.applied, item.id]) };
    }
    return draft;
  };
}

/** A transformation that does what the items say. */
export function nested(items: readonly PipelineItem[]): Transformation {
  const apply = applyItems(items);
  return (rule, { vars }) => apply(rule, vars);
}
