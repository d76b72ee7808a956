/** All targets, in the order in which a record meets the parsers. */
import type { Target } from './target.ts';
import { alerts } from './targets/alerts.ts';
import { awsPolicies } from './targets/aws-policies.ts';
import { cloudtrail } from './targets/cloudtrail.ts';
import { conditions } from './targets/conditions.ts';
import { envelopes } from './targets/envelopes.ts';
import { explanations } from './targets/explanations.ts';
import { fieldPaths } from './targets/field-paths.ts';
import { folds } from './targets/folds.ts';
import { gcpAudit } from './targets/gcp-audit.ts';
import { gcpPolicies } from './targets/gcp-policies.ts';
import { instants } from './targets/instants.ts';
import { lints } from './targets/lints.ts';
import { outlines } from './targets/outlines.ts';
import { pages } from './targets/pages.ts';
import { patterns } from './targets/patterns.ts';
import { pipelines } from './targets/pipelines.ts';
import { placeholders } from './targets/placeholders.ts';
import { plantedRecords } from './targets/planted-records.ts';
import { profiles } from './targets/profiles.ts';
import { reach } from './targets/reach.ts';
import { records } from './targets/records.ts';
import { regexes } from './targets/regexes.ts';
import { ruleFiles } from './targets/rule-files.ts';
import { tables } from './targets/tables.ts';
import { templates } from './targets/templates.ts';
import { wildcards } from './targets/wildcards.ts';

export const targets: readonly Target[] = [
  ...[records, plantedRecords, outlines, tables, envelopes, cloudtrail, gcpAudit, instants],
  ...[ruleFiles, conditions, patterns, regexes, fieldPaths, templates, placeholders, profiles],
  ...[awsPolicies, wildcards, gcpPolicies, alerts, folds, pipelines, lints, reach, pages, explanations],
];

/** The target of a name. */
export function targetNamed(name: string): Target {
  const found = targets.find((one) => one.name === name);
  if (found === undefined) throw new TypeError(`There is no target "${name}"`);
  return found;
}
