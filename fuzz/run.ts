/** `npm run fuzz`: attacks the parsers, prints what it found and how to repeat it. See docs/fuzzing.md. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileNameOf, type Finding } from './engine/finding.ts';
import { watch } from './engine/watch.ts';
import { WITH_REAL_LOGS } from './generate/seeds.ts';
import { parseOptions, USAGE, type Options } from './options.ts';
import { targetNamed, targets } from './targets.ts';

/** Inputs that are longer are in the file alone. */
const SHOWN_MAX = 600;

const FINDINGS = path.join(import.meta.dirname, 'findings');

const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write(USAGE);
} else {
  const options = understood(args);
  if (options === undefined) process.exitCode = 2;
  else if (options.isList) for (const { name, law } of targets) process.stdout.write(`${name.padEnd(16)} ${law}\n`);
  else if (options.replay === undefined) process.exitCode = (await attack(options)) ? 1 : 0;
  else process.exitCode = (await fails(options.replay)) ? 1 : 0;
}

/** Undefined after the reason was printed. */
function understood(given: readonly string[]): Options | undefined {
  try {
    return parseOptions(given, Math.floor(Math.random() * 2 ** 31));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\n${USAGE}`);
    return undefined;
  }
}

/** @returns whether anything was found. */
async function attack(options: Options): Promise<boolean> {
  process.env[WITH_REAL_LOGS] = 'yes';
  const findings = new Map<string, Finding>();
  const stop = new AbortController();
  process.once('SIGINT', () => {
    stop.abort();
  });
  process.stdout.write(`seed ${options.seed}\n`);
  for (const name of options.targets) {
    if (stop.signal.aborted) break;
    const startedMs = Date.now();
    const shareMs = (options.minutes * 60_000) / options.targets.length;
    const runs = await watch(targetNamed(name), {
      seed: options.seed,
      runsMax: options.runs ?? 0x7fffffff,
      msMax: options.runs === undefined ? shareMs : Number.MAX_SAFE_INTEGER,
      measuresGrowth: options.runs === undefined,
      signal: stop.signal,
      report: (finding) => {
        findings.set(fileNameOf(finding), finding);
        keep(finding);
      },
    });
    const found = [...findings.values()].filter(({ target }) => target === name).length;
    const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
    process.stdout.write(`${name.padEnd(16)} ${runs} runs in ${seconds} s, ${found} findings\n`);
  }
  for (const [file, finding] of findings) process.stdout.write(`\n${told(finding, file)}`);
  process.stdout.write(`\n${findings.size} findings\n`);
  return findings.size > 0;
}

function keep(finding: Finding): void {
  mkdirSync(FINDINGS, { recursive: true });
  writeFileSync(path.join(FINDINGS, fileNameOf(finding)), `${JSON.stringify(finding, undefined, 2)}\n`);
}

function told({ target, reason, input, seed, isShrunk }: Finding, file: string): string {
  const text = JSON.stringify(input);
  const shown = text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}… (${text.length} characters)` : text;
  const origin = seed === undefined ? '' : `\n  made by: npm run fuzz -- --target ${target} --seed ${seed} --runs 1`;
  const reasonLines = reason.split('\n').slice(0, 8).join('\n    ');
  return `${target}: ${reasonLines}\n  ${isShrunk ? 'shrunk ' : ''}input: ${shown}\n  repeat: npm run fuzz -- --replay fuzz/findings/${file}${origin}\n`;
}

/** Whether the input in a file breaks the law of its target, here and now: under a debugger too. */
async function fails(file: string): Promise<boolean> {
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Pick<Finding, 'input'> & Partial<Finding>; // written by this command
  const target = targetNamed(kept.target ?? path.basename(path.dirname(file)));
  try {
    await target.check(kept.input);
    process.stdout.write(`${target.name}: the law holds\n`);
    return false;
  } catch (error) {
    process.stdout.write(
      `${target.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return true;
  }
}
