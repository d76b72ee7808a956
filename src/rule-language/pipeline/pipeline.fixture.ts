/** Verbs for tests of pipelines: what is wrong with this one, does this rule match behind it. */
import { expect } from 'vitest';
import type { Diagnostic } from '../../document/diagnostic.ts';
import type { JsonObject } from '../../std/json.ts';
import { eventView } from '../event-view.fixture.ts';
import { matchesOf, ruleAround } from '../harness.fixture.ts';
import { loadRules } from '../load.ts';
import type { PipelineFile } from './load-pipelines.ts';

/** A pipeline around the YAML of its items. */
export function pipeline(items: string, head = ''): PipelineFile {
  const indented = items
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => `  ${line}`);
  return { file: 'pipeline.yaml', text: `${head}\ntransformations:\n${indented.join('\n')}\n` };
}

/** What is wrong with a pipeline. */
export function problemsOf(file: PipelineFile): readonly Diagnostic[] {
  return loadRules([], { pipelines: [file] }).diagnostics;
}

/** Whether a rule with this detection matches a raw record behind the pipelines; fails the test where it has errors. */
export function alertsBehind(pipelines: readonly PipelineFile[], detection: string, raw: JsonObject): boolean {
  const { rules, diagnostics } = loadRules([{ file: 'rule.yaml', text: ruleAround(detection) }], { pipelines });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return matchesOf(rules, eventView(raw)).length > 0;
}
