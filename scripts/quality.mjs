// The steps behind npm test, check, format and bench. Every step runs even after one failed: all that is wrong at once.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FORMATTED = ['src', 'test', 'bench', 'fuzz', 'scripts'];

export const CHECKS = [
  { name: 'types', args: () => ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.check.json'] },
  { name: 'lint', args: () => ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.'] },
  { name: 'architecture', args: () => ['scripts/check-architecture.mjs'] },
  { name: 'formatting', args: (root) => ['node_modules/prettier/bin/prettier.cjs', '--check', ...present(root)] },
];

export const FORMAT = {
  name: 'format',
  args: (root) => ['node_modules/prettier/bin/prettier.cjs', '--write', ...present(root)],
};

/** With IAMWATCH_CI set a skipped or focused test fails the run: a green result means that everything ran. */
export function testStep(args) {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...args];
  if (!process.env['IAMWATCH_CI']) return { name: 'tests', args: () => vitest };
  const report = path.join('coverage', 'test-report.json');
  const strict = ['--allowOnly=false', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return {
    name: 'tests',
    args: () => [...vitest, ...strict],
    verdict: (root) => unrunTests(JSON.parse(readFileSync(path.join(root, report), 'utf8'))),
  };
}

export function benchStep(args) {
  return { name: 'bench', args: () => [...strip(), 'bench/run.ts', ...args] };
}

export function organisationStep(args) {
  return { name: 'bench:organisation', args: () => [...strip(), 'bench/organisation/measure.ts', ...args] };
}

export function scorecardStep(args) {
  return { name: 'scorecard', args: () => [...strip(), 'bench/scorecard/run.ts', ...args] };
}

export function fuzzStep(args) {
  return { name: 'fuzz', args: () => [...strip(), 'fuzz/run.ts', ...args] };
}

/** What Node needs to run TypeScript as it is. */
function strip() {
  return process.features.typescript ? [] : ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
}

/** Runs the steps one after the other; resolves to the exit code: 0 only if every one of them passed. */
export async function runSteps(root, steps) {
  const failed = [];
  for (const { name, args, verdict = () => [] } of steps) {
    const startedMs = performance.now();
    const { status } = spawnSync(process.execPath, args(root), { cwd: root, stdio: 'inherit' });
    const complaints = status === 0 ? verdict(root) : [];
    for (const complaint of complaints) console.error(complaint);
    const passed = status === 0 && complaints.length === 0;
    if (!passed) failed.push(name);
    console.error(`${passed ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - startedMs) / 1000).toFixed(1)} s)`);
  }
  if (failed.length > 0) console.error(`Failed: ${failed.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
}

/** One line for each test of a vitest JSON report that did not run, and one if there was none at all. */
export function unrunTests(report) {
  const tests = report.testResults.flatMap((file) =>
    file.assertionResults.map((test) => ({ file: file.name, ...test })),
  );
  const unrun = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
  const lines = unrun.map(({ file, fullName, status }) => `${status}: ${file} > ${fullName}`);
  return tests.length === 0 ? ['no test ran'] : lines;
}

function present(root) {
  return FORMATTED.filter((folder) => existsSync(path.join(root, folder)));
}
