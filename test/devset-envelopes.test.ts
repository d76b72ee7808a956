/**
 * Every way in which the events of the development set arrive: each event is read exactly once in each file, by its
 * cloud, and copies are told to be copies. `devset-envelopes.json` holds what is in the files, counted
 * by eye and with other tools: a file's `copies` are its events that a file before it, in the order of names, holds.
 * The BigQuery row is no copy of its entry: the fixture has another time.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { headOf } from '../src/events/event-view.ts';
import { recognise } from '../src/events/recognise.ts';
import { listInput } from '../src/ingest/input-file.ts';
import { readRecords } from '../src/ingest/read-records.ts';
import { absenceNotice, devset, hasDevset, whereDevset } from './devset.fixture.ts';
import { iamwatch } from './program.fixture.ts';

interface Expected {
  readonly cloudtrail?: number;
  readonly gcp?: number;
  /** Names of what is no event, with counts. */
  readonly skipped?: Readonly<Record<string, number>>;
  /** Events that are copies, by the file that holds the first of them. */
  readonly copies?: Readonly<Record<string, number>>;
}

const EXPECTED = JSON.parse(readFileSync(new URL('devset-envelopes.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Expected>
>; // our own file, and a wrong one fails every test below
const FOLDERS = ['envelopes', 'raw_s3'];

/** What each file holds, in the order in which a scan reads them. */
async function found(): Promise<Record<string, Expected>> {
  const first = new Map<string, string>();
  const read: Record<string, Expected> = {};
  for (const file of (await listInput(FOLDERS.map((folder) => devset(folder)))).files) {
    const name = path.relative(devset(), file.path);
    const counts = { events: {}, skipped: {}, copies: {} };
    await readRecords(file, {
      record: (value) => {
        const recognition = recognise(value);
        if (recognition.kind === 'not-an-event') count(counts.skipped, recognition.what);
        if (recognition.kind !== 'record') return;
        count(counts.events, recognition.cloud === 'aws' ? 'cloudtrail' : 'gcp');
        const { copyKey } = headOf(recognition);
        const earlier = first.get(copyKey);
        if (earlier === undefined) first.set(copyKey, name);
        else count(counts.copies, earlier);
      },
      aside: (what) => {
        count(counts.skipped, what);
      },
      problem: ({ reason }) => {
        throw new Error(`${name}: ${reason}`);
      },
    });
    read[name] = { ...counts.events, ...filled('skipped', counts.skipped), ...filled('copies', counts.copies) };
  }
  return read;
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

function filled(name: string, counts: Readonly<Record<string, number>>): object {
  return Object.keys(counts).length === 0 ? {} : { [name]: counts };
}

function sum(counts: Readonly<Record<string, number>> = {}): number {
  return Object.values(counts).reduce((total, one) => total + one, 0);
}

function eventsOf({ cloudtrail = 0, gcp = 0 }: Expected): number {
  return cloudtrail + gcp;
}

it('the development set is there, or its absence was said aloud', () => {
  expect(absenceNotice === undefined).toBe(hasDevset);
});

whereDevset('every event arrives, once in each file', () => {
  it('by its cloud, with what is no event named, and copies known as such', async () => {
    expect(await found()).toEqual(EXPECTED);
  });

  it.each(Object.entries(EXPECTED).filter(([name]) => name.startsWith('envelopes/')))('%s', (name, expected) => {
    const ran = iamwatch(['scan', '--output', 'ndjson', devset(name)]);
    const events = eventsOf(expected);
    expect(ran.err).toContain(`${events} event${events === 1 ? '' : 's'} read from 1 file `);
    expect(ran.err).toContain(`${sum(expected.skipped)} skipped, 0 duplicates, 0 unreadable`);
    for (const what of Object.keys(expected.skipped ?? {})) expect(ran.err).toContain(what);
    expect(ran.code).toBe(0);
  });

  it('both folders together: the duplicates are the sum of the copies, and the README is no log', () => {
    const ran = iamwatch(['scan', '--output', 'ndjson', ...FOLDERS.map((folder) => devset(folder))]);
    const all = Object.values(EXPECTED);
    const events = all.reduce((total, one) => total + eventsOf(one), 0);
    const skipped = all.reduce((total, one) => total + sum(one.skipped), 0);
    const copies = all.reduce((total, one) => total + sum(one.copies), 0);
    expect(ran.err).toContain(`${events} events read from ${all.length} files`);
    expect(ran.err).toContain(`${skipped} skipped, ${copies} duplicates, 0 unreadable`);
    expect(ran.err).toMatch(/left out.*README\.md/);
    expect(ran.code).toBe(0);
  });
});
