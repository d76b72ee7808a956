import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEvents } from '../../src/cli/read-events.ts';
import { kinds, type Variant } from './attack/kind.ts';
import type { Instance } from './attack/schedule.ts';
import { DAY_MS, HOUR_MS } from './calendar.ts';
import type { Copy, Sink } from './delivery/sink.ts';
import { DEFAULT_SIZE, parseOptions, type Options, type Shape } from './options.ts';
import { organisation, type Size } from './organisation.ts';
import { placesOf, simulate, writeOrganisation } from './write.ts';

const SIZE: Size = { ...DEFAULT_SIZE, seed: 3, days: 9, accounts: 5, projects: 2, people: 14, eventsPerDay: 4000 };
const OPTIONS = { size: SIZE, hasStories: true, quietDays: 1, fileMinutes: 5 };

interface LogRecord {
  readonly eventID?: string;
  readonly insertId?: string;
  readonly eventTime?: string;
  readonly timestamp?: string;
  readonly sourceIPAddress?: string;
  readonly protoPayload?: { readonly requestMetadata?: { readonly callerIp?: string } };
}

interface File {
  readonly name: string;
  readonly records: readonly LogRecord[];
}

/** A bucket in memory. */
function memory(): Sink & { readonly files: Map<string, readonly string[]>; readonly copies: Copy[] } {
  const files = new Map<string, readonly string[]>();
  const copies: Copy[] = [];
  return {
    files,
    copies,
    wantsFiles: true,
    copy: (copy) => void copies.push(copy),
    file: (name, texts) => {
      if (files.has(name)) throw new Error(`${name} is written twice`);
      files.set(name, texts);
      return Promise.resolve();
    },
    end: () => Promise.resolve(),
  };
}

async function live(change: Partial<typeof OPTIONS> = {}) {
  const options = { ...OPTIONS, ...change };
  const sink = memory();
  const lived = await simulate(organisation(options.size), options, sink);
  return { ...lived, ...sink };
}

function digest(files: ReadonlyMap<string, readonly string[]>): string {
  const hash = createHash('sha256');
  for (const [name, texts] of files) hash.update(`${name}\n${texts.join('\n')}\n`);
  return hash.digest('hex');
}

function idOf({ eventID, insertId }: LogRecord): string {
  return eventID ?? insertId ?? '';
}

/** When CloudTrail says that it wrote a file; undefined for other files. */
function stampOf(name: string): number | undefined {
  const stamp = /_(?<date>\d{8})T(?<time>\d{4})Z_/.exec(name)?.groups;
  if (stamp === undefined) return undefined;
  const { date = '', time = '' } = stamp;
  const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  return Date.parse(`${day}T${time.slice(0, 2)}:${time.slice(2)}:00Z`);
}

let lived: Awaited<ReturnType<typeof live>>;
let files: readonly File[];
let ids: ReadonlySet<string>;
beforeAll(async () => {
  lived = await live();
  files = [...lived.files].map(([name, texts]) => ({
    name,
    records: texts.map((text) => JSON.parse(text) as LogRecord),
  }));
  ids = new Set(files.flatMap(({ records }) => records.map(idOf)));
});

describe('the made-up organisation', () => {
  test('leaves the same bytes for the same seed on every machine, and others for another seed', async () => {
    const again = await live();
    expect(digest(again.files)).toBe(digest(lived.files));
    expect(again.told.instances).toEqual(lived.told.instances);
    const other = await live({ size: { ...SIZE, seed: 4 } });
    expect(digest(other.files)).not.toBe(digest(lived.files));
    // Written down, so that another machine or version of Node is held to it. Rewrite it with -u where the generator changes.
    expect(digest(lived.files)).toMatchInlineSnapshot(
      `"e4bc3195a0eb988a1219d4e39eaa9b0070dc74d9525f51730636625eee28736b"`,
    );
  });

  test('lives the same life whether stories are told or not', async () => {
    const quiet = await live({ hasStories: false });
    const without = new Set(quiet.copies.map(({ text }) => idOf(JSON.parse(text) as LogRecord)));
    const told = new Set(lived.told.instances.flatMap(({ events }) => events));
    const ofLife = [...ids].filter((id) => !told.has(id));
    expect(new Set(ofLife)).toEqual(without);
  });

  test('names only accounts, addresses and keys that are reserved for documentation', () => {
    const text = [...lived.files.values()].map((texts) => texts.join('\n')).join('\n');
    const own = organisation(SIZE).accounts.map(({ id }) => id);
    const accounts = new Set(text.match(/(?<=arn:aws:[a-z0-9-]+:[a-z0-9-]*:)\d{12}(?=:)/g));
    expect([...accounts].filter((id) => !own.includes(id)).sort()).toEqual(['123456789012']);
    const addresses = text.match(/(?<="(?:sourceIPAddress|callerIp)":")(?:\d+\.){3}\d+(?=")/g) ?? [];
    const strange = addresses.filter((one) => !/^(?:192\.0\.2|198\.51\.100|203\.0\.113|10\.132\.0)\./.test(one));
    expect(strange).toEqual([]);
    const keys = text.match(/"A(?:KIA|SIA|IDA|ROA|GPA|NPA)[A-Z0-9]{12,}/g) ?? [];
    expect(keys.filter((id) => !id.slice(5).startsWith('EXAMPLE'))).toEqual([]);
  });
});

describe('delivery', () => {
  /** Seconds from each event of CloudTrail to the stamp of its file. */
  function lags(): number[] {
    return files.flatMap(({ name, records }) => {
      const stampMs = stampOf(name);
      return stampMs === undefined ? [] : records.map(({ eventTime = '' }) => (stampMs - Date.parse(eventTime)) / 1000);
    });
  }

  test('comes three minutes late as a rule, ten at most, and now and then hours', () => {
    const all = lags().sort((a, b) => a - b);
    const at = (share: number) => all[Math.floor(share * all.length)] ?? Number.NaN;
    expect(at(0)).toBeGreaterThanOrEqual(0);
    expect(at(0.5)).toBeGreaterThan(170);
    expect(at(0.5)).toBeLessThan(220);
    expect(at(0.95)).toBeLessThan(500);
    const late = all.filter((seconds) => seconds > 910);
    expect(late.length).toBeGreaterThan(0);
    expect(late.length / all.length).toBeLessThan(0.03);
    // Ten minutes, and five more for what comes again in the next file.
    expect(all.filter((seconds) => seconds > 610 && seconds <= 910).length / all.length).toBeLessThan(0.01);
    expect(at(1 - 1e-9)).toBeGreaterThan(HOUR_MS / 1000);
  });

  test('brings about every fourth event twice, and the copies are the same', () => {
    const { events, doubles } = lived.count;
    expect(doubles / events).toBeGreaterThan(0.24);
    expect(doubles / events).toBeLessThan(0.3);
    expect(files.reduce((sum, { records }) => sum + records.length, 0)).toBe(events + doubles);
    expect(ids.size).toBe(events);
    expect(new Set(lived.copies.map(({ text }) => text)).size).toBe(events);
  });

  test('leaves records inside a file unordered, and puts them below their account, region and day', () => {
    const trails = files.filter(({ name, records }) => name.startsWith('AWSLogs/') && records.length > 2);
    const unordered = trails.filter(({ records }) => {
      const times = records.map(({ eventTime = '' }) => eventTime);
      return times.join() !== times.toSorted().join();
    });
    expect(unordered.length).toBeGreaterThan(trails.length / 4);
    const strange = files.filter(
      ({ name }) =>
        !/^AWSLogs\/(?:o-exampleorgid\/)?(\d{12})\/CloudTrail\/([a-z0-9-]+)\/(\d{4})\/(\d\d)\/(\d\d)\/\1_CloudTrail_\2_\3\4\5T\d{4}Z_[A-Z0-9]{16}\.json\.gz$/.test(
          name,
        ) &&
        !/^(?:projects-sink\/)?cloudaudit\.googleapis\.com\/(?:activity|data_access)\/\d{4}\/\d\d\/\d\d\/\d\d:00:00_\d\d:59:59_[AS]\d\.json$/.test(
          name,
        ),
    );
    expect(strange.map(({ name }) => name)).toEqual([]);
  });
});

describe('the truth', () => {
  const all = kinds();

  test('names events that are in the log', () => {
    for (const { id, events, key_events: keys } of lived.told.instances) {
      expect(
        events.filter((one) => !ids.has(one)),
        id,
      ).toEqual([]);
      expect(
        keys.filter((one) => !events.includes(one)),
        id,
      ).toEqual([]);
    }
  });

  test('tells every kind in four variants or more, each with events that an analyst must see, and its twin', () => {
    expect(all.length).toBeGreaterThanOrEqual(12);
    for (const { kind, variants } of all) {
      const told = lived.told.instances.filter((one) => one.kind === kind);
      const attacks = told.filter(({ intent }) => intent === 'attack');
      expect(attacks.map(({ variant }) => variant).sort(), kind).toEqual([...variants].sort());
      expect(attacks.length, kind).toBeGreaterThanOrEqual(4);
      expect(
        attacks.every(({ key_events: keys }) => keys.length > 0),
        kind,
      ).toBe(true);
      expect(told.filter(({ intent }) => intent === 'benign').length, kind).toBeGreaterThan(0);
    }
  });

  function told(variant: Variant): readonly Instance[] {
    return lived.told.instances.filter((one) => one.intent === 'attack' && one.variant === variant);
  }

  function lasts({ first, last }: Instance): number {
    return Date.parse(last) - Date.parse(first);
  }

  test('slow attacks take hours or days where the plain ones take minutes', () => {
    const several = new Set(
      told('plain')
        .filter(({ key_events: keys, events }) => keys.length + events.length > 3)
        .map(({ kind }) => kind),
    );
    for (const one of told('slow').filter(({ kind }) => several.has(kind)))
      expect(lasts(one), one.id).toBeGreaterThan(30 * 60_000);
    for (const one of told('plain')) expect(lasts(one), one.id).toBeLessThan(HOUR_MS);
  });

  test('tied attacks share a few seconds, come late, and not in the order in which they were done', () => {
    const stamps = new Map<string, number>();
    for (const { name, records } of files) {
      const stampMs = stampOf(name);
      for (const record of records) stamps.set(idOf(record), Math.max(stampMs ?? 0, stamps.get(idOf(record)) ?? 0));
    }
    const ofAws = told('tied-and-late').filter(({ cloud }) => cloud === 'aws');
    for (const one of ofAws) {
      // Whoever has to sign in first did so within the minute before.
      expect(lasts(one), one.id).toBeLessThanOrEqual(60_000);
      for (const id of one.key_events) {
        expect((stamps.get(id) ?? 0) - Date.parse(one.last), one.id).toBeGreaterThan(19 * 60_000);
      }
    }
    const inOrder = ofAws.filter(({ key_events: keys }) => {
      const arrivals = keys.map((id) => stamps.get(id) ?? 0);
      return arrivals.join() === arrivals.toSorted((a, b) => a - b).join();
    });
    expect(inOrder.length).toBeLessThan(ofAws.length / 2);
  });

  test('an attack that is handed over comes from several addresses', () => {
    const addresses = new Map<string, string | undefined>();
    for (const record of files.flatMap(({ records }) => records)) {
      addresses.set(idOf(record), record.sourceIPAddress ?? record.protoPayload?.requestMetadata?.callerIp);
    }
    for (const { id, events } of told('handed-over').filter((one) => one.events.length > 1)) {
      expect(new Set(events.map((one) => addresses.get(one))).size, id).toBeGreaterThan(1);
    }
  });

  test('cites a source outside of the project', () => {
    const own = all.filter(({ source }) => source.includes('iamwatch') || !source.startsWith('https://'));
    expect(own).toEqual([]);
    expect(new Set(all.map(({ kind }) => kind)).size).toBe(all.length);
  });

  test('stands on the page with its source and its twin', () => {
    const page = readFileSync(path.join(import.meta.dirname, 'README.md'), 'utf8').replaceAll(/ +/g, ' ');
    for (const { kind, title, source, twin } of all) {
      const cells = [`| \`${kind}\` | ${title} | [`, `](${source}) | ${twin.reason} |`];
      for (const part of cells) expect(page).toContain(part);
    }
  });
});

describe('on disk', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'iamwatch-organisation-'));
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  /** Ids of all events that the reader of the program accepts, and what it complains of. */
  async function read(shape: Shape, isPacked = true) {
    const out = path.join(root, `${shape}-${isPacked}`);
    const options: Options = { ...OPTIONS, size: { ...SIZE, days: 7, eventsPerDay: 1500 }, shape, isPacked, out };
    await writeOrganisation(options);
    const order: string[] = [];
    const complaints: string[] = [];
    const streams = { out: () => Promise.resolve(), err: (text: string) => void complaints.push(text) };
    const { code } = await readEvents([placesOf(out).logs], streams, ({ raw }) => {
      order.push(`${(raw.eventTime ?? raw.timestamp) as string} ${idOf(raw)}`);
      return '';
    });
    return { order, complaints, code, truth: readFileSync(placesOf(out).truth, 'utf8') };
  }

  test('three shapes hold the same events and copies, all of them readable', async () => {
    const bucket = await read('s3');
    const newest = await read('newest-first');
    const shuffled = await read('shuffled', false);
    for (const { code, complaints } of [bucket, newest, shuffled])
      expect({ code, complaints }).toEqual({ code: 0, complaints: [] });
    const sorted = bucket.order.toSorted();
    expect(sorted.length).toBeGreaterThan(10_000);
    expect(newest.order.toSorted()).toEqual(sorted);
    expect(shuffled.order.toSorted()).toEqual(sorted);
    expect(new Set([bucket, newest, shuffled].map(({ truth }) => truth)).size).toBe(1);
    const times = newest.order.map((one) => one.slice(0, 19));
    expect(times).toEqual(times.toSorted().reverse());
    expect(shuffled.order.slice(0, 1000)).not.toEqual(shuffled.order.slice(0, 1000).toSorted());
  });
});

describe('options', () => {
  test('have defaults: sixty days of a bucket', () => {
    expect(parseOptions(['--out', 'x'])).toMatchObject({ shape: 's3', quietDays: 14, size: { days: 60, seed: 1 } });
    expect(parseOptions(['--out', 'x', '--start', '2026-03-02']).size.startMs % DAY_MS).toBe(0);
  });

  test.each([
    [[]],
    [['--out', 'x', '--shape', 'tape']],
    [['--out', 'x', '--days', '0']],
    [['--out', 'x', '--days', '15']],
    [['--out', 'x', '--start', 'soon']],
  ])('are refused where they make no sense: %j', (args) => {
    expect(() => parseOptions(args)).toThrow(TypeError);
  });
});
