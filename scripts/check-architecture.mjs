// Runs dependency-cruiser over src/ and refuses a green result that looked at nothing: a folder that is no
// layer, or fewer modules cruised than there are files, is an error too.
import { readdirSync } from 'node:fs';
import { cruise } from 'dependency-cruiser';
import config, { layers } from '../dependency-cruiser.mjs';

const { output } = await cruise(['src'], {
  ...config.options,
  ruleSet: { forbidden: config.forbidden },
  validate: true,
});
const { summary } = output;
const files = readdirSync('src', { recursive: true }).filter((name) => name.endsWith('.ts')).length;
for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} -> ${to}`);
if (summary.totalCruised < files)
  console.error(`looked at ${summary.totalCruised} modules, src/ has ${files} .ts files`);
const strangers = readdirSync('src').filter((name) => !(name in layers));
for (const name of strangers) console.error(`src/${name} is no layer: give it a place in dependency-cruiser.mjs`);
process.exitCode = strangers.length > 0 || summary.violations.length > 0 || summary.totalCruised < files ? 1 : 0;
