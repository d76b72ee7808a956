/** Puts everything together: the organisation, its life, the stories, their delivery, the truth and the profile. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { kinds } from './attack/kind.ts';
import { schedule, type Told } from './attack/schedule.ts';
import { bucket } from './delivery/bucket.ts';
import { Delivery, type DeliveryCount } from './delivery/delivery.ts';
import { lines } from './delivery/lines.ts';
import type { Sink } from './delivery/sink.ts';
import { life } from './life/life.ts';
import type { Options } from './options.ts';
import { organisation, type Organisation } from './organisation.ts';
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
  const places = placesOf(options.out);
  rmSync(places.logs, { recursive: true, force: true });
  mkdirSync(places.logs, { recursive: true });
  const whole = organisation(options.size);
  const { told, count } = await simulate(whole, options, sinkOf(options, places.logs));
  writeFileSync(places.truth, told.instances.map((one) => `${JSON.stringify(one)}\n`).join(''));
  writeFileSync(places.profile, profile(whole));
  return { ...count, instances: told.instances.length };
}

/** Lets the organisation live and hands what it leaves to a sink. */
export async function simulate(
  whole: Organisation,
  { size, hasStories, quietDays, fileMinutes }: Omit<Options, 'out' | 'shape' | 'isPacked'>,
  sink: Sink,
): Promise<{ readonly told: Told; readonly count: DeliveryCount }> {
  const told: Told = hasStories ? schedule(whole, { kinds: kinds(), quietDays }) : { instances: [], acts: [] };
  const delivery = new Delivery({ seed: size.seed, fileMinutes }, sink);
  for (const { nowMs, events } of timeline(whole, life, told.acts)) {
    await delivery.settle(nowMs);
    for (const event of events) {
      // Files are closed on the strength of this.
      if (event.atMs < nowMs) throw new Error(`event ${event.id} lies before the act that made it`);
      delivery.deliver(event);
    }
  }
  await delivery.end();
  return { told, count: delivery.count };
}

function sinkOf({ shape, size, isPacked }: Options, logs: string): Sink {
  if (shape === 's3') return bucket(logs);
  return lines({ file: path.join(logs, `events.ndjson${isPacked ? '.gz' : ''}`), order: shape, seed: size.seed });
}
