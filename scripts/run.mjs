// The npm scripts: `node scripts/run.mjs <task> [arguments]`. Explicit steps; nothing hangs on pre/post scripts,
// which ignore-scripts switches off.
import { statSync } from 'node:fs';
import path from 'node:path';
import { scanArguments } from './launch/scan-arguments.mjs';
import { root, startProgram, whenReady } from './launch/start.mjs';

const [task, ...args] = process.argv.slice(2);
const tasks = {
  ...{ scan, test, check, build, bench, scorecard, fuzz, format },
  ...{ 'bench:organisation': organisation, 'test:delivery': delivery },
};

if (Object.hasOwn(tasks, task)) {
  await whenReady(tasks[task], { rebuild: task === 'build' });
} else {
  process.stderr.write(`Usage: node scripts/run.mjs ${Object.keys(tasks).join('|')} [arguments]\n`);
  process.exitCode = 2;
}

/** `npm run` moves to the project root; paths mean what they meant where the user stood. */
async function scan() {
  const samples = ['AWSLogs', 'cloudaudit.googleapis.com'].map((name) => path.join(root, 'examples', name));
  const stood = process.env['INIT_CWD'];
  if (stood !== undefined && statSync(stood, { throwIfNoEntry: false })?.isDirectory()) process.chdir(stood);
  await startProgram(['scan', ...scanArguments(args, samples)]);
}

async function test() {
  const { CHECKS, runSteps, testStep } = await import('./quality.mjs');
  process.exitCode = await runSteps(root, [...CHECKS, testStep(args)]);
}

/** The laws of the detectors over many more deliveries than in `npm test`; takes some minutes. */
async function delivery() {
  const { runSteps, testStep } = await import('./quality.mjs');
  process.env['IAMWATCH_DELIVERIES'] ??= '100000';
  process.exitCode = await runSteps(root, [testStep(['src/detectors', '--testTimeout=1800000', ...args])]);
}

async function check() {
  const { CHECKS, runSteps } = await import('./quality.mjs');
  process.exitCode = await runSteps(root, CHECKS);
}

async function format() {
  const { FORMAT, runSteps } = await import('./quality.mjs');
  process.exitCode = await runSteps(root, [FORMAT]);
}

async function bench() {
  const { benchStep, runSteps } = await import('./quality.mjs');
  process.exitCode = await runSteps(root, [benchStep(args)]);
}

async function organisation() {
  const { organisationStep, runSteps } = await import('./quality.mjs');
  process.exitCode = await runSteps(root, [organisationStep(args)]);
}

async function scorecard() {
  const { runSteps, scorecardStep } = await import('./quality.mjs');
  process.exitCode = await runSteps(root, [scorecardStep(args)]);
}

async function fuzz() {
  const { fuzzStep, runSteps } = await import('./quality.mjs');
  process.exitCode = await runSteps(root, [fuzzStep(args)]);
}

function build() {}
