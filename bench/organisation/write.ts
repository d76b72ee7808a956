/** Puts everything together: the organisation, its life, the stories, their delivery, the truth and the profile. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { kinds } from './attack/kind.ts';
import { schedule, type Told } from './attack/schedule.ts';
import { bucket } from './delivery/bucket.ts';
import { Delivery } from './delivery/delivery.ts';
import { lines } from './delivery/lines.ts';
import type { Sink } from './delivery/sink.ts';
import { life } from './life/life.ts';
import type { Options } from './options.ts';
import { organisation } from './organisation.ts';
import { profile } from './profile.ts';
import { timeline } from './timeline.ts';

export interface Written {
  readonly events: number;
  readonly doubles: number;
  readonly instances: number;
}

/** The folder of the logs, and the files beside it. */
export function placesOf(out: string): { readonly logs: string; readonly truth: string; readonly profile: string } {
  return {
    logs: path.join(out, 'logs'),
    truth: path.join(out, 'truth.ndjson'),
    profile: path.join(out, 'profile.yaml'),
  };
}

export async function writeOrganisation(options: Options): Promise<Written> {
  const { size, out, fileMinutes } = options;
  const places = placesOf(out);
  rmSync(places.logs, { recursive: true, force: true });
  mkdirSync(places.logs, { recursive: true });
  const whole = organisation(size);
  const told: Told = options.hasStories
    ? schedule(whole, { kinds: kinds(), quietDays: options.quietDays })
    : { instances: [], acts: [] };
  const delivery = new Delivery({ seed: size.seed, fileMinutes }, sinkOf(options, places.logs));
  for (const { nowMs, events } of timeline(whole, life, told.acts)) {
    await delivery.settle(nowMs);
    for (const event of events) delivery.deliver(event);
  }
  await delivery.end();
  writeFileSync(places.truth, told.instances.map((one) => `${JSON.stringify(one)}\n`).join(''));
  writeFileSync(places.profile, profile(whole));
  return { ...delivery.count, instances: told.instances.length };
}

function sinkOf({ shape, size, isPacked }: Options, logs: string): Sink {
  if (shape === 's3') return bucket(logs);
  return lines({ file: path.join(logs, `events.ndjson${isPacked ? '.gz' : ''}`), order: shape, seed: size.seed });
}
