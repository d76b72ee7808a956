/** The mix: which activity acts next, and when. Records come in the order in which activities begin. */
import { World, type Activity } from './activity/activity.ts';
import { legacyUser } from './activity/legacy-user.ts';
import { people } from './activity/people.ts';
import { deployment, terraform } from './activity/pipeline.ts';
import { scanner } from './activity/scanner.ts';
import { bucketChecks, credentialFetch, keyUse, serviceEvents, serviceLinkedWork } from './activity/services.ts';
import { workloads } from './activity/workloads.ts';
import type { Random } from './random.ts';
import type { CloudTrailRecord } from './record.ts';

export const activities: readonly Activity[] = [
  keyUse,
  workloads,
  bucketChecks,
  serviceLinkedWork,
  people,
  scanner,
  credentialFetch,
  deployment,
  terraform,
  legacyUser,
  serviceEvents,
];

/** How busy each hour of the day is. */
const RHYTHM = [3, 3, 3, 3, 3, 4, 5, 7, 9, 10, 10, 9, 8, 9, 10, 10, 9, 7, 5, 4, 4, 3, 3, 3];
const RHYTHM_SUM = RHYTHM.reduce((sum, weight) => sum + weight, 0);
const HOUR_MS = 3_600_000;

/** Benign records of one day, exactly `count` of them. */
export function* day(random: Random, midnightMs: number, count: number): Generator<CloudTrailRecord> {
  const world = new World(random);
  const made = new Map<Activity, number>();
  let total = 0;
  while (total < count) {
    const atMs = midnightMs + timeOfDay(total, count) + random.below(1000);
    const hour = Math.floor((atMs - midnightMs) / HOUR_MS);
    const next = furthestBehind(made, hour, total);
    for (const record of next.act(world, atMs)) {
      if (total === count) return;
      yield record;
      total += 1;
      made.set(next, (made.get(next) ?? 0) + 1);
    }
  }
}

/** The activity that most lacks records to its share, among those that happen at this hour. */
function furthestBehind(made: ReadonlyMap<Activity, number>, hour: number, total: number): Activity {
  let furthest = activities[0];
  let most = -Infinity;
  for (const activity of activities) {
    const [first, last] = activity.hours ?? [0, 24];
    const lack = ((total + 1) * activity.share) / 1000 - (made.get(activity) ?? 0);
    if (hour < first || hour > last || lack <= most) continue;
    furthest = activity;
    most = lack;
  }
  if (furthest === undefined) throw new Error('no activities');
  return furthest;
}

/** Milliseconds since midnight at which record number `at` of `count` is made. */
function timeOfDay(at: number, count: number): number {
  let left = Math.floor((at / count) * RHYTHM_SUM * HOUR_MS);
  for (const [hour, weight] of RHYTHM.entries()) {
    if (left < weight * HOUR_MS) return hour * HOUR_MS + Math.floor(left / weight);
    left -= weight * HOUR_MS;
  }
  return 24 * HOUR_MS - 1;
}
