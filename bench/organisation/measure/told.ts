/** What a scan told, without where it read it: of the same events in any shape it must be the same, byte for byte. */
import { createHash } from 'node:crypto';

/** Alerts of one scan. */
export interface Told {
  readonly alerts: number;
  readonly digest: string;
  /** One alert a line, by id. */
  readonly lines: readonly string[];
}

/** Where records were read is all that may differ (design section 1, P1). */
const POSITION = 'input';
const DIGEST_CHARACTERS = 16;

export function told(ndjson: string): Told {
  const alerts = ndjson
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TellingAlert) // the alert schema says so
    .map((alert) => ({ id: alert.id, line: JSON.stringify(withoutPositions(alert)) }));
  const lines = alerts
    .sort((one, other) => compare(one.id, other.id) || compare(one.line, other.line))
    .map(({ line }) => line);
  const digest = createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, DIGEST_CHARACTERS);
  return { alerts: lines.length, digest, lines };
}

/** What tells two scans apart, at most so many lines of it. */
export function differences(one: Told, other: Told, most: number): readonly string[] {
  const [left, right] = [byId(one), byId(other)];
  const found: string[] = [];
  for (const id of [...new Set([...left.keys(), ...right.keys()])].sort()) {
    const [here, there] = [left.get(id), right.get(id)];
    if (here === there) continue;
    if (found.length === most) return [...found, '…'];
    const rule = ruleOf(here ?? there ?? '');
    if (here === undefined || there === undefined)
      found.push(`${id} (${rule}): only in the ${here === undefined ? 'second' : 'first'}`);
    else found.push(`${id} (${rule}): differs in ${fieldsThatDiffer(here, there).join(', ')}`);
  }
  return found;
}

interface TellingAlert {
  readonly id: string;
  readonly rule: { readonly name: string };
  readonly events: readonly object[];
}

function withoutPositions(alert: TellingAlert): object {
  const events = alert.events.map((event) => ({ ...event, [POSITION]: undefined }));
  return { ...alert, events, [POSITION]: undefined };
}

function byId({ lines }: Told): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of lines) {
    const { id } = JSON.parse(line) as TellingAlert;
    const before = found.get(id);
    found.set(id, before === undefined ? line : `${before}\n${line}`);
  }
  return found;
}

function ruleOf(line: string): string {
  return (JSON.parse(line.split('\n')[0] ?? '') as TellingAlert).rule.name;
}

function fieldsThatDiffer(here: string, there: string): readonly string[] {
  const [left, right] = [here, there].map((text) =>
    text.includes('\n') ? undefined : (JSON.parse(text) as Record<string, unknown>),
  );
  if (left === undefined || right === undefined) return ['how often it is told'];
  const fields = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...fields].filter((field) => JSON.stringify(left[field]) !== JSON.stringify(right[field]));
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
