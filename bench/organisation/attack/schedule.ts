/** Which stories are told when: every kind in every variant once, and its twin, spread over the days after a quiet beginning. */
import type { Random } from '../../cloudtrail/random.ts';
import { DAY_MS, days, HOUR_MS, isAway, isWorkday } from '../calendar.ts';
import type { Emitted } from '../event.ts';
import { workingTime } from '../life/people.ts';
import { accountsOf, asOf, type Organisation } from '../organisation.ts';
import type { Act } from '../routine.ts';
import { stream } from '../seed.ts';
import { insider, pickPerson, rightful, stolen, type Hand, type Stage } from './cast.ts';
import { TWIN_VARIANTS, type Kind, type Variant } from './kind.ts';
import { namesOf } from './names.ts';
import { play, SLOW_MS } from './story.ts';

/** What was told, for whoever keeps score. */
export interface Instance {
  readonly id: string;
  readonly kind: string;
  readonly variant: Variant;
  readonly intent: 'attack' | 'benign';
  readonly title: string;
  readonly source: string;
  readonly cloud: 'aws' | 'gcp';
  readonly accounts: readonly string[];
  readonly actors: readonly string[];
  readonly first: string;
  readonly last: string;
  readonly events: readonly string[];
  readonly key_events: readonly string[];
}

export interface Told {
  readonly instances: readonly Instance[];
  readonly acts: readonly Act[];
}

export interface ScheduleOptions {
  readonly kinds: readonly Kind[];
  /** Days at the beginning on which nothing is told: detectors learn. */
  readonly quietDays: number;
}

interface Plan {
  readonly kind: Kind;
  readonly variant: Variant;
  readonly intent: Instance['intent'];
}

/** Tells all stories. Those of a cloud in which the organisation has nothing are left out. */
export function schedule(organisation: Organisation, { kinds, quietDays }: ScheduleOptions): Told {
  const { seed, projects, startMs } = organisation.size;
  // Stories happen in accounts that are there when the first of them is told.
  const settled = asOf(organisation, startMs + quietDays * DAY_MS);
  const plans = kinds.filter(({ cloud }) => cloud === 'aws' || projects > 0).flatMap(plansOf);
  stream(seed, 'order of stories').shuffle(plans);
  const told = plans.map((plan, turn) => tell(settled, plan, { turn, of: plans.length, quietDays }));
  return {
    instances: told.map(({ instance }) => instance),
    acts: told.flatMap(({ events }) => events.map((event) => ({ atMs: event.atMs, events: () => [event] }))),
  };
}

function plansOf(kind: Kind): Plan[] {
  return [
    ...kind.variants.map((variant): Plan => ({ kind, variant, intent: 'attack' })),
    ...TWIN_VARIANTS.map((variant): Plan => ({ kind, variant, intent: 'benign' })),
  ];
}

interface Place {
  readonly turn: number;
  readonly of: number;
  readonly quietDays: number;
}

function tell(
  organisation: Organisation,
  { kind, variant, intent }: Plan,
  place: Place,
): { readonly instance: Instance; readonly events: readonly Emitted[] } {
  const { turn } = place;
  const id = `${kind.kind}/${intent === 'attack' ? variant : `twin-${variant}`}`;
  const random = stream(organisation.size.seed, `story/${id}`);
  const stage = stageOf(organisation, kind, { turn, random });
  const hands = handsOf(stage, kind, { variant, intent });
  const isAtWork = intent === 'benign' || variant === 'insider';
  const startMs = beginning(stage, place, { isSlow: variant === 'slow', isAtWork, kind });
  const steps = intent === 'attack' ? kind.steps : kind.twin.steps;
  const { events, keyIds } = play(stage, { kind, variant, steps, hands, names: namesOf(stage), startMs });
  const times = events.map(({ atMs }) => atMs).sort((a, b) => a - b);
  const instance: Instance = {
    id,
    kind: kind.kind,
    variant,
    intent,
    title: intent === 'attack' ? kind.title : kind.twin.reason,
    source: kind.source,
    cloud: kind.cloud,
    accounts: [
      ...new Set(
        events.map((event) => (event.cloud === 'aws' ? (event.place.split(' ')[0] ?? '') : stage.project?.id) ?? ''),
      ),
    ],
    actors: [...new Set(hands.map(({ name }) => name))],
    first: second(times[0]),
    last: second(times.at(-1)),
    events: events.map((event) => event.id),
    key_events: keyIds,
  };
  return { instance, events };
}

function stageOf(
  organisation: Organisation,
  kind: Kind,
  more: { readonly turn: number; readonly random: Random },
): Stage {
  const accounts = accountsOf(organisation, 'production', 'development');
  // Passwords of people and the users that carry them lie in the first production account.
  const isOfUsers = kind.steps.some(
    ({ login, each, request }) =>
      login !== undefined || each === 'users' || JSON.stringify(request ?? '').includes('$person'),
  );
  const [account] = isOfUsers ? accounts : [accounts[more.turn % accounts.length]];
  if (account === undefined) throw new Error('an organisation has an account');
  const project = kind.cloud === 'gcp' ? organisation.projects[more.turn % organisation.projects.length] : undefined;
  return { organisation, account, project, ...more };
}

function handsOf(stage: Stage, kind: Kind, { variant, intent }: Pick<Plan, 'variant' | 'intent'>): readonly Hand[] {
  if (intent === 'benign') return [rightful(kind.twin.cast, stage)];
  if (variant === 'insider') return [insider(stage, kind.insider, pickPerson(stage, kind.insider))];
  if (variant !== 'handed-over') return [stolen(kind.cast, stage, 0)];
  return [stolen(kind.cast, stage, 0), stolen(kind.accomplice ?? kind.cast, stage, 1), stolen(kind.cast, stage, 2)];
}

/** When a story begins: any hour for an intruder, working hours for those who belong here. */
function beginning(
  stage: Stage,
  { turn, of, quietDays }: Place,
  { isSlow, isAtWork, kind }: { readonly isSlow: boolean; readonly isAtWork: boolean; readonly kind: Kind },
): number {
  const { organisation, random } = stage;
  const { startMs, days: length } = organisation.size;
  const lastDay = Math.max(quietDays + 1, length - (isSlow ? Math.ceil(SLOW_MS / DAY_MS) : 1));
  const day = Math.min(length - 1, quietDays + Math.floor((turn * (lastDay - quietDays)) / of));
  if (!isAtWork) return startMs + day * DAY_MS + HOUR_MS + random.below(20 * 60) * 60_000;
  const person = pickPerson(stage, kind.insider);
  // Not on the last day: whoever works far in the west would work beyond the log.
  const calendar = days(startMs, length - 1);
  // The first day from there on on which that person works; the days before it where the log ends.
  const order = [...calendar.slice(day), ...calendar.slice(0, day).reverse()];
  const at = order.find((one) => isWorkday(one) && !isAway(person.name, one)) ?? {
    index: day,
    startMs: startMs + day * DAY_MS,
  };
  return workingTime(random, person, at);
}

function second(atMs = 0): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}
