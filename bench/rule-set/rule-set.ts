/** Rule sets of a given size, as Sigma files. Each larger one holds all of the smaller ones. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { Random } from '../cloudtrail/random.ts';
import { moreRules } from './more-rules.ts';
import { sharedRules, type Selection } from './shared-rules.ts';

const SEED = 56;

/** Writes a rule set. @returns the ids of the rules that all sets share. */
export function writeRuleSet(folder: string, size: number): string[] {
  const random = new Random(SEED);
  const rules = [...sharedRules, ...moreRules(random, size - sharedRules.length)];
  const ids = new Random(SEED + 1);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const written = rules.map((rule, number) => {
    const id = ids.uuid();
    writeFileSync(path.join(folder, `rule-${String(number + 1).padStart(4, '0')}.yaml`), sigma(rule, id));
    return id;
  });
  return written.slice(0, sharedRules.length);
}

function sigma({ title, level, detection }: Selection, id: string): string {
  const searches = Object.keys(detection);
  const filters = searches.filter((name) => name.startsWith('filter')).map((name) => `not ${name}`);
  const wanted = searches.filter((name) => name.startsWith('selection'));
  return stringify({
    title,
    id,
    status: 'experimental',
    description: 'A rule of the benchmark: it measures, it does not protect.',
    logsource: { product: 'aws', service: 'cloudtrail' },
    detection: { ...detection, condition: [...wanted, ...filters].join(' and ') },
    level,
  });
}
