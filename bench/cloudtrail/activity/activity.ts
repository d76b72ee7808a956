/** Something that goes on in the organisation and leaves records. */
import { openSession, type Session } from '../caller.ts';
import { accounts, production, type Account, type Role } from '../organisation.ts';
import type { Random } from '../random.ts';
import type { CloudTrailRecord } from '../record.ts';

export interface Activity {
  readonly name: string;
  /** Records of this activity in 1,000. */
  readonly share: number;
  /** Hours of the day (UTC) in which it happens, first and last; always if absent. */
  readonly hours?: readonly [number, number];
  readonly act: (world: World, atMs: number) => readonly CloudTrailRecord[];
}

/** What activities share: the source of choices, and the sessions that last longer than one activity. */
export class World {
  readonly random: Random;
  readonly #sessions = new Map<string, Session>();

  constructor(random: Random) {
    this.random = random;
  }

  /** Production is the busiest account. */
  anyAccount(): Account {
    return this.random.permille(550) ? production : this.random.pick(accounts);
  }

  anyRegion(): string {
    return this.random.permille(850) ? 'us-east-1' : 'eu-west-1';
  }

  /** Credentials that are renewed every six hours, as the metadata service does. */
  lastingSession(role: Role, name: string, atMs: number): Session {
    const known = this.#sessions.get(`${role.id}:${name}`);
    if (known !== undefined && atMs - known.startedMs < SIX_HOURS_MS && atMs >= known.startedMs) return known;
    const session = openSession(this.random, role, name, atMs - this.random.below(120_000));
    this.#sessions.set(`${role.id}:${name}`, session);
    return session;
  }
}

const SIX_HOURS_MS = 6 * 3_600_000;
