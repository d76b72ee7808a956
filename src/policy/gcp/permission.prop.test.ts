/** Laws of the permission verdicts, for any list that these generators write. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../std/json.ts';
import type { Verdict } from '../verdict.ts';
import { ESCALATION_PATHS } from './escalation-path.ts';
import { addsGcpEscalation, escalationPaths, grantsGcpEscalation } from './permission.ts';
import { isBasicRole, isServiceAgentRole, roleAdministers, roleEscalation, roleImpersonates } from './role.ts';

const RANK: Readonly<Record<Verdict, number>> = { no: 0, unknown: 1, yes: 2 };

const permission = fc.constantFrom(
  ...ESCALATION_PATHS.flatMap(({ needs }) => needs.flat()),
  'storage.objects.get',
  'iam.googleapis.com/serviceAccounts.*',
);
const permissions = fc.array(permission, { maxLength: 8 });

test('another permission never takes a method away and never lowers a verdict', () => {
  fc.assert(
    fc.property(permissions, permission, (list, extra) => {
      const wider = [...list, extra];
      expect(escalationPaths(wider)).toEqual(expect.arrayContaining([...escalationPaths(list)]));
      for (const ask of [grantsGcpEscalation, addsGcpEscalation])
        expect(RANK[ask(wider)]).toBeGreaterThanOrEqual(RANK[ask(list)]);
    }),
  );
});

test('neither order nor repetition matters', () => {
  fc.assert(
    fc.property(
      permissions.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
      ([list, shuffled]) => {
        expect(escalationPaths([...shuffled, ...shuffled])).toEqual(escalationPaths(list));
      },
    ),
  );
});

test('what is added is never judged milder than what is granted', () => {
  fc.assert(
    fc.property(permissions, (list) => {
      expect(RANK[addsGcpEscalation(list)]).toBeGreaterThanOrEqual(RANK[grantsGcpEscalation(list)]);
    }),
  );
});

test('no JSON whatsoever makes it throw', () => {
  const roles = [isBasicRole, isServiceAgentRole, roleAdministers, roleEscalation, roleImpersonates];
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      for (const ask of [grantsGcpEscalation, addsGcpEscalation, ...roles]) ask(value as Json);
    }),
  );
});
