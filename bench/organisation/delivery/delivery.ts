/**
 * How events reach the bucket: a file for each account, region and slot of some minutes, stamped up to ten minutes after
 * its events, now and then hours after them; a second trail brings about every fourth event once more.
 */
import { HOUR_MS, MINUTE_MS } from '../calendar.ts';
import type { Emitted } from '../event.ts';
import { ORGANISATION_ID } from '../organisation.ts';
import { hash, stream } from '../seed.ts';
import type { Copy, Sink } from './sink.ts';

export interface DeliveryOptions {
  readonly seed: number;
  /** Length of a slot. CloudTrail writes about every five minutes; a longer slot stands for logs that were merged later. */
  readonly fileMinutes: number;
}

/** What the delivery did, in figures. */
export interface DeliveryCount {
  readonly events: number;
  readonly doubles: number;
}

type Way = 'first' | 'second trail' | 'next file';

interface File {
  readonly stampMs: number;
  readonly path: string;
}

export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #sink: Sink;
  readonly #random;
  /** Apart from the lots above: whether files are written at all must not change what comes twice. */
  readonly #files;
  /** Files that are being filled, by their stamp and path. */
  readonly #open = new Map<number, Map<string, string[]>>();
  /** The file that an account and region filled last: the next event goes there as a rule. */
  readonly #slots = new Map<string, File & { readonly closedMs: number }>();
  readonly #doubled = new Map<string, { readonly hour: number; readonly isDoubled: boolean }>();
  #flushedMs = 0;
  #events = 0;
  #doubles = 0;

  constructor(options: DeliveryOptions, sink: Sink) {
    this.#options = options;
    this.#sink = sink;
    this.#random = stream(options.seed, 'delivery');
    this.#files = stream(options.seed, 'files');
  }

  get count(): DeliveryCount {
    return { events: this.#events, doubles: this.#doubles };
  }

  deliver(event: Emitted): void {
    const text = JSON.stringify(event.record);
    this.#events += 1;
    const again = this.#again(event);
    const first: Copy = { text, atMs: event.atMs };
    this.#put(event, first, 'first');
    if (again === undefined) return;
    this.#doubles += 1;
    this.#put(event, first, again);
  }

  /** Writes every file that nothing can be added to any more. */
  async settle(nowMs: number): Promise<void> {
    if (nowMs - this.#flushedMs < MINUTE_MS) return;
    this.#flushedMs = nowMs;
    const due = [...this.#open.keys()].filter((stampMs) => stampMs < nowMs).sort((a, b) => a - b);
    for (const stampMs of due) {
      for (const [path, texts] of this.#open.get(stampMs) ?? []) {
        const isCloudTrail = path.startsWith('AWSLogs/');
        const name = isCloudTrail ? `${path}_${this.#files.code(16)}.json.gz` : path;
        // CloudTrail does not keep the order of time inside a file; the sink of Google Cloud does, nearly.
        await this.#sink.file(name, isCloudTrail ? this.#files.shuffle(texts) : texts, isCloudTrail);
      }
      this.#open.delete(stampMs);
    }
  }

  async end(): Promise<void> {
    await this.settle(Number.MAX_SAFE_INTEGER);
    await this.#sink.end();
  }

  /** Whether the event comes a second time, and by which way. */
  #again({ place, atMs }: Emitted): Way | undefined {
    // Trails of single accounts are switched on and off by the hour: their copies come in whole files.
    const hour = Math.floor(atMs / HOUR_MS);
    let known = this.#doubled.get(place);
    if (known?.hour !== hour) {
      const isDoubled = hash(`${this.#options.seed}/${place}/${hour}/second trail`) % 1000 < 258;
      known = { hour, isDoubled };
      this.#doubled.set(place, known);
    }
    if (known.isDoubled) return 'second trail';
    return this.#random.permille(16) ? 'next file' : undefined;
  }

  #put(event: Emitted, copy: Copy, way: Way): void {
    this.#sink.copy(copy);
    if (!this.#sink.wantsFiles) return;
    const { stampMs, path } = event.cloud === 'aws' ? this.#cloudTrail(event, way) : this.#bucketSink(event, way);
    const slot = this.#open.get(stampMs) ?? new Map<string, string[]>();
    this.#open.set(stampMs, slot);
    const texts = slot.get(path);
    if (texts === undefined) slot.set(path, [copy.text]);
    else texts.push(copy.text);
  }

  #cloudTrail({ place, atMs, lateMs }: Emitted, way: Way): File {
    const key = `${place} ${way}`;
    const slotMs = this.#options.fileMinutes * MINUTE_MS;
    const last = this.#slots.get(key);
    if (last !== undefined && lateMs === undefined && atMs >= last.closedMs - slotMs && atMs < last.closedMs)
      return last;
    const phaseMs = (hash(key) % this.#options.fileMinutes) * MINUTE_MS;
    const slot = Math.floor((atMs - phaseMs) / slotMs);
    const closedMs = (slot + 1) * slotMs + phaseMs;
    const usualMs =
      closedMs + stampDelay(hash(`${this.#options.seed}/${key}/${slot}`)) + (way === 'next file' ? slotMs : 0);
    if (lateMs !== undefined) {
      const lateStampMs = Math.max(usualMs, Math.ceil((atMs + lateMs) / MINUTE_MS) * MINUTE_MS);
      return { stampMs: lateStampMs, path: cloudTrailPath(place, lateStampMs, way) };
    }
    const file = { closedMs, stampMs: usualMs, path: cloudTrailPath(place, usualMs, way) };
    this.#slots.set(key, file);
    return file;
  }

  /** A file an hour for each log; what comes later than its hour goes to a file of additions. */
  #bucketSink({ place, atMs, lateMs }: Emitted, way: Way): File {
    const hourMs = Math.floor(atMs / HOUR_MS) * HOUR_MS;
    const [date = '', time = ''] = new Date(hourMs).toISOString().split('T');
    const hour = time.slice(0, 2);
    const folder = way === 'second trail' ? 'projects-sink/cloudaudit.googleapis.com' : 'cloudaudit.googleapis.com';
    const part = lateMs === undefined && way !== 'next file' ? 'S0' : 'A0';
    const closedMs = hourMs + HOUR_MS + (part === 'A0' ? Math.ceil((lateMs ?? 0) / HOUR_MS) * HOUR_MS : 0);
    // Additions to one hour share one file: it is written once the last of them can have come.
    const path = `${folder}/${place}/${date.replaceAll('-', '/')}/${hour}:00:00_${hour}:59:59_${part}`;
    const late = Math.round((closedMs - hourMs) / HOUR_MS);
    return { stampMs: closedMs, path: part === 'A0' ? `${path.slice(0, -1)}${late}.json` : `${path}.json` };
  }
}

function cloudTrailPath(place: string, stampMs: number, way: Way): string {
  const [account = '', region = ''] = place.split(' ');
  const root = way === 'second trail' ? ['AWSLogs', account] : ['AWSLogs', ORGANISATION_ID, account];
  const [date = '', time = ''] = new Date(stampMs).toISOString().split('T');
  const name = `${account}_CloudTrail_${region}_${date.replaceAll('-', '')}T${time.slice(0, 5).replace(':', '')}Z`;
  return [...root, 'CloudTrail', region, ...date.split('-'), name].join('/');
}

/** From the end of a slot to the stamp of its file, in whole minutes; one file in 2,000 is hours late. */
function stampDelay(draw: number): number {
  if (draw % 2000 === 7) return (1 + ((draw >>> 12) % 8)) * HOUR_MS;
  const at = (draw >>> 8) % 1000;
  const minutes = DELAYS.find(([permille]) => at < permille)?.[1] ?? 0;
  return minutes * MINUTE_MS;
}

const DELAYS = [
  [530, 0],
  [730, 1],
  [830, 2],
  [910, 3],
  [972, 4],
  [1000, 5],
] as const;
