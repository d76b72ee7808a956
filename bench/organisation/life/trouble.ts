/** What goes wrong without anybody meaning it: a service that fails ten thousand times a day, for days, until somebody looks. */
import type { Random } from '../../cloudtrail/random.ts';
import { DAY_MS } from '../calendar.ts';
import { aws, type Emitted } from '../event.ts';
import { accountsOf, type OrgAccount } from '../organisation.ts';
import type { Routine } from '../routine.ts';
import { hash } from '../seed.ts';
import { functionCaller } from './machinery.ts';
import { denied } from './people.ts';

const EVERY_DAYS = 20;
const LASTS_DAYS = 2;
const CALLS_PER_MINUTE = 7;

export const brokenService: Routine = {
  name: 'broken service',
  *plan({ organisation, day, random }) {
    const accounts = accountsOf(organisation, 'production', 'development');
    for (const account of accounts) {
      const turn = day.index + (hash(`${organisation.size.seed}/${account.id}/broken`) % EVERY_DAYS);
      if (turn % EVERY_DAYS >= LASTS_DAYS) continue;
      const name = account.functions[Math.floor(turn / EVERY_DAYS) % account.functions.length] ?? 'worker';
      for (let atMs = day.startMs; atMs < day.startMs + DAY_MS; atMs += 60_000) {
        const startMs = atMs;
        yield { atMs: startMs, events: () => minute(random, account, name, startMs) };
      }
    }
  },
};

/** A function that has lost a permission tries again and again. */
function* minute(random: Random, account: OrgAccount, name: string, startMs: number): Generator<Emitted> {
  const caller = functionCaller(account, name, startMs);
  for (let call = 0; call < CALLS_PER_MINUTE; call += 1) {
    const [service, action] = BROKEN[hash(name) % BROKEN.length] ?? ['sqs', 'ReceiveMessage'];
    yield aws(random, caller, startMs + call * 8000 + random.below(4000), {
      service,
      name: action,
      region: account.regions[0] ?? 'us-east-1',
      error: denied(caller, service, action),
    });
  }
}

const BROKEN = [
  ['secretsmanager', 'GetSecretValue'],
  ['kms', 'Decrypt'],
  ['sqs', 'GetQueueAttributes'],
  ['dynamodb', 'DescribeTable'],
] as const;
