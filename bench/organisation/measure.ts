/**
 * `npm run bench:organisation`: does delivery matter on the made-up organisation, how much memory does a scan take, and what does
 * the second stage cost beside the first? See bench/README.md.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { machine } from '../measure/report.ts';
import { logOf, oneEvent, packed, readThrough, type Log } from './measure/logs.ts';
import { parseOptions, USAGE, type Options } from './measure/options.ts';
import {
  bothStages,
  memories,
  refuseWithoutProgram,
  scan,
  stageOne,
  writeRulesWithoutMemory,
} from './measure/program.ts';
import { isIdentical, measureShapes, shapesText, type ShapesMeasured } from './measure/shapes.ts';
import { figuresOf, measureStages, stagesText, type Rounds } from './measure/stages.ts';
import { runTool } from '../tool.ts';

await runTool(USAGE, parseOptions, run);

async function run(options: Options): Promise<void> {
  refuseWithoutProgram();
  const root = options.keep ?? mkdtempSync(path.join(tmpdir(), 'iamwatch-organisation-'));
  mkdirSync(root, { recursive: true });
  try {
    const texts = [machine()];
    const values: { shapes?: unknown; stages?: unknown } = {};
    if (options.parts.includes('shapes')) {
      const measured = await shapes(root, options);
      if (!isIdentical(measured)) process.exitCode = 1;
      texts.push(shapesText(measured));
      values.shapes = measured;
    }
    if (options.parts.includes('stages')) {
      const { logs, rounds } = await stages(root, options);
      texts.push(stagesText(rounds, logs, options.repeat));
      values.stages = {
        figures: figuresOf(rounds, logs),
        rounds: rounds.map((one) => ({ ...one, whole: [...one.whole] })),
      };
    }
    const text = `${texts.join('\n\n')}\n`;
    process.stdout.write(text);
    if (options.markdownFile !== undefined) writeFileSync(options.markdownFile, text);
    if (options.jsonFile !== undefined)
      writeFileSync(options.jsonFile, `${JSON.stringify({ machine: machine(), options, ...values }, null, 2)}\n`);
  } finally {
    if (options.keep === undefined) rmSync(root, { recursive: true, force: true });
  }
}

async function shapes(root: string, options: Options): Promise<ShapesMeasured> {
  const days = options.days.at(-1) ?? 1;
  const bucket = await logOf(root, days, 's3', options);
  const newestFirst = await logOf(root, days, 'newest-first', options);
  const shuffled = await logOf(root, days, 'shuffled', options);
  const logs = [bucket, newestFirst, shuffled, await packed(newestFirst), await packed(shuffled)] as const;
  process.stderr.write('counting what there is to remember\n');
  return measureShapes(logs, (log, level) => scan(log, { ...options, level }), memories(newestFirst, options));
}

async function stages(
  root: string,
  options: Options,
): Promise<{ readonly logs: readonly Log[]; readonly rounds: readonly Rounds[] }> {
  const logs: Log[] = [];
  for (const days of options.days) logs.push(await logOf(root, days, options.shape, options));
  const one = oneEvent(root, await logOf(root, options.days[0] ?? 1, 's3', options));
  const rules = path.join(root, 'rules-without-memory');
  process.stderr.write(`${writeRulesWithoutMemory(rules)} rules do not remember\n`);
  function whole<Of extends { readonly events: number }>(usage: Of, log: Log): Of {
    if (usage.events !== log.events + log.doubles) throw new Error(`${log.logs}: ${usage.events} events were read`);
    return usage;
  }
  const runs = {
    'stage one alone': (log: Log) => whole(stageOne(log, options), log),
    'both stages': (log: Log) => whole(bothStages(log, options), log),
    'scan without memory': (log: Log) => scan(log, { ...options, rules }),
    scan: (log: Log) => scan(log, options),
  };
  return { logs, rounds: measureStages(logs, one, { runs, repeat: options.repeat, warm: readThrough }) };
}
