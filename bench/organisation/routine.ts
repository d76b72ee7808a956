/** What goes on in the organisation: routines that plan their day, and the acts that they plan. */
import type { Random } from '../cloudtrail/random.ts';
import type { Day } from './calendar.ts';
import type { Emitted } from './event.ts';
import type { Organisation } from './organisation.ts';
import { stream } from './seed.ts';

/** One thing that somebody does: it begins at a time and leaves events, none of them before. */
export interface Act {
  readonly atMs: number;
  readonly events: () => Iterable<Emitted>;
}

export interface Scene {
  readonly organisation: Organisation;
  readonly day: Day;
  /** Own to the routine and the day. */
  readonly random: Random;
}

export interface Routine {
  readonly name: string;
  readonly plan: (scene: Scene) => Iterable<Act>;
}

export function planDay(routine: Routine, organisation: Organisation, day: Day): Iterable<Act> {
  const random = stream(organisation.size.seed, `${routine.name}/${day.index}`);
  return routine.plan({ organisation, day, random });
}
