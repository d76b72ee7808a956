// Writes src/workshop/gcp/data/rpc-table.ts: the names of all remote procedures in Google's published interface
// definitions. Run by hand: node scripts/derive-rpc-table.mjs
// The package is fetched into a temporary folder; it is no dependency, because 40 MB of definitions are too much to ship.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { frontCoded } from './front-coded.mjs';
import { withPackage } from './npm-package.mjs';

const PACKAGE = 'google-proto-files@6.0.1';
const TARGET = new URL('../src/workshop/gcp/data/rpc-table.ts', import.meta.url);

await withPackage(PACKAGE, (folder) => {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.proto'));
  const names = files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/^\s*rpc\s+(\w+)/gmu)].map(([, name]) => name),
  );
  const text = `/**
 * The names of remote procedures of Google's services, as scripts/derive-rpc-table.mjs wrote them; how to read them is in
 * ../method-name.ts.
 *
 * Derived from the npm package ${PACKAGE}, which is
 * Copyright Google LLC and licensed under the Apache License 2.0 (see NOTICE). Names only. Do not edit: run the script.
 */
export const RPC_TABLE = \`
${frontCoded(names)}
\`;
`;
  writeFileSync(TARGET, text);
  console.log(`${new Set(names).size} names, ${text.length} characters`);
});
