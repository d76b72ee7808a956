/** The rules for Google Cloud together: who speaks for one change of a policy, and what does not matter to any of them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { organisationProfile } from '../src/context/organisation-profile.ts';
import { rawEventView } from '../src/events/event-view.ts';
import { loadBases } from '../src/rule-language/base-event.ts';
import { applyPatch } from '../src/rule-language/event-patch.ts';
import { policyPredicates } from '../src/rule-language/policy-predicates.ts';
import { compileRuleSet } from '../src/rule-language/rule-set.ts';
import { kindOf, levels } from '../src/rule-language/rule.ts';
import type { JsonObject } from '../src/std/json.ts';
import { baseFiles, shippedRules } from './shipped-rules.fixture.ts';

const rules = shippedRules().filter(({ logsource }) => logsource.product === 'gcp');
const { bases } = loadBases(baseFiles);
const profile = organisationProfile({
  version: 1,
  domains: ['example.com'],
  gcp: { projects: [{ id: 'shop-prod', number: '123456789' }] },
});
const engine = compileRuleSet(rules, { predicates: policyPredicates(profile) });

const ACTOR = 'user:ann@example.com';
const PROJECT = 'set-iam-policy-project';
const ORGANISATION = 'set-iam-policy-organization';
const POOL = 'principalSet://iam.googleapis.com/projects/123456789/locations/global/workloadIdentityPools/ci';

interface Delta {
  readonly action: string;
  readonly role: string;
  readonly member: string;
}

function grant(role: string, member: string): Delta {
  return { action: 'ADD', role, member };
}

/** A condition that is taken away shows as a REMOVE with it and an ADD without. */
function written({ action, role, member }: Delta): readonly JsonObject[] {
  if (action !== 'LOOSEN') return [{ action, role, member }];
  const condition = { expression: "request.time < timestamp('2026-03-03T00:00:00Z')" };
  return [
    { action: 'REMOVE', role, member, condition },
    { action: 'ADD', role, member },
  ];
}

function spoken(base: string, deltas: readonly Delta[], patch: JsonObject = {}): readonly string[] {
  const raw = applyPatch(bases.get(base) ?? {}, {
    patch: { 'protoPayload.serviceData.policyDelta.bindingDeltas': deltas.flatMap(written), ...patch },
    without: [],
    base,
  });
  // What a rule counts over time is no alert of the single change.
  const alone = engine.match(rawEventView(raw)).filter(({ rule }) => kindOf(rule) === 'match');
  return alone.map(({ rule, level }) => `${rule.name} ${level}`);
}

const ON_SERVICE_ACCOUNT: JsonObject = {
  'protoPayload.serviceName': 'iam.googleapis.com',
  'protoPayload.methodName': 'google.iam.admin.v1.SetIAMPolicy',
  'protoPayload.resourceName': 'projects/-/serviceAccounts/123456789012345678901',
  resource: { type: 'service_account', labels: { project_id: 'shop-prod', unique_id: '123456789012345678901' } },
};
const ON_RUN: JsonObject = {
  'protoPayload.serviceName': 'run.googleapis.com',
  'protoPayload.methodName': 'google.cloud.run.v1.Services.SetIamPolicy',
  'protoPayload.resourceName': 'namespaces/shop-prod/services/api',
  resource: { type: 'cloud_run_revision', labels: { project_id: 'shop-prod' } },
};

function rankOf(line: string): readonly [rule: string, rank: number] {
  const [rule = '', level] = line.split(' ');
  return [rule, levels.findIndex((one) => one === level)];
}

test('no rule has to see every entry', () => {
  expect(engine.generic.map(({ name }) => name)).toEqual([]);
});

describe('one change makes one alert for each of its aspects', () => {
  test.each<[string, string, Delta, JsonObject, readonly string[]]>([
    ['a plain grant', PROJECT, grant('roles/viewer', 'user:bob@example.com'), {}, []],
    [
      'owner for oneself, on the organisation',
      ORGANISATION,
      grant('roles/owner', ACTOR),
      {},
      ['gcp-iam-owner-or-editor-granted critical', 'gcp-iam-self-grant high'],
    ],
    [
      'a custom role on the organisation',
      ORGANISATION,
      grant('organizations/123456789012/roles/helper', 'user:bob@example.com'),
      {},
      ['gcp-iam-granted-at-organization-or-folder high'],
    ],
    [
      'administration of the organisation for a stranger',
      ORGANISATION,
      grant('roles/resourcemanager.organizationAdmin', 'user:mallory@gmail.com'),
      {},
      ['gcp-iam-foreign-member-granted high', 'gcp-iam-privileged-role-granted critical'],
    ],
    ['everybody is owner', PROJECT, grant('roles/owner', 'allUsers'), {}, ['gcp-iam-public-grant critical']],
    ['everybody may call', PROJECT, grant('roles/run.invoker', 'allUsers'), ON_RUN, ['gcp-iam-public-grant medium']],
    [
      'tokens for a stranger',
      PROJECT,
      grant('roles/iam.serviceAccountTokenCreator', 'user:mallory@gmail.com'),
      ON_SERVICE_ACCOUNT,
      ['gcp-iam-foreign-member-granted high', 'gcp-iam-impersonation-granted high'],
    ],
    [
      'a pipeline without keys',
      PROJECT,
      grant('roles/iam.workloadIdentityUser', `${POOL}/attribute.repository/example/shop`),
      ON_SERVICE_ACCOUNT,
      ['gcp-iam-federated-principal-granted high'],
    ],
    [
      'editor for a service account of a foreign project',
      PROJECT,
      grant('roles/editor', 'serviceAccount:x@evil-project.iam.gserviceaccount.com'),
      {},
      ['gcp-iam-owner-or-editor-granted high', 'gcp-iam-service-account-of-another-project-granted high'],
    ],
    [
      'a service agent gets its role',
      'service-agent-call',
      grant('roles/pubsub.serviceAgent', 'serviceAccount:service-123456789@gcp-sa-pubsub.iam.gserviceaccount.com'),
      {},
      [],
    ],
  ])('%s', (_, base, delta, patch, expected) => {
    expect([...spoken(base, [delta], patch)].sort()).toEqual([...expected].sort());
  });
});

const role = fc.constantFrom(
  'roles/owner',
  'roles/viewer',
  'roles/iam.securityAdmin',
  'roles/run.admin',
  'roles/run.invoker',
  'roles/iam.serviceAccountUser',
  'roles/iam.serviceAccountTokenCreator',
  'roles/iam.workloadIdentityUser',
  'roles/pubsub.serviceAgent',
  'projects/shop-prod/roles/helper',
);
const member = fc.constantFrom(
  ACTOR,
  'user:bob@example.com',
  'user:mallory@gmail.com',
  'group:all@partner.example',
  'allUsers',
  'serviceAccount:x@shop-prod.iam.gserviceaccount.com',
  'serviceAccount:x@evil-project.iam.gserviceaccount.com',
  'serviceAccount:service-123456789@gcp-sa-pubsub.iam.gserviceaccount.com',
  'serviceAccount:123456789-compute@developer.gserviceaccount.com',
  'serviceAccount:shop-prod.svc.id.goog[default/web]',
  `${POOL}/*`,
  'deleted:user:old@example.com?uid=1',
);
const delta = fc.record({ action: fc.constantFrom('ADD', 'REMOVE', 'LOOSEN'), role, member });
const deltas = fc.uniqueArray(delta, {
  maxLength: 6,
  selector: (one) => `${one.role} ${one.member}`,
});
const base = fc.constantFrom(PROJECT, ORGANISATION, 'service-agent-call');

describe('for any changes of a policy', () => {
  test('their order does not matter', () => {
    fc.assert(
      fc.property(
        base,
        deltas.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        (name, [list, shuffled]) => {
          expect(spoken(name, shuffled)).toEqual(spoken(name, list));
        },
      ),
    );
  });

  test('a binding that is taken out and put back changes nothing', () => {
    fc.assert(
      fc.property(base, deltas, role, (name, list, same) => {
        const unchanged = ['REMOVE', 'ADD'].map((action) => ({
          action,
          role: same,
          member: 'user:eve@example.com',
        }));
        expect(spoken(name, [...unchanged, ...list])).toEqual(spoken(name, list));
      }),
    );
  });

  test('other changes beside it neither silence nor lower an alert', () => {
    fc.assert(
      fc.property(base, deltas, delta, (name, list, telling) => {
        const others = list.filter((one) => one.role !== telling.role || one.member !== telling.member);
        const together = new Map(spoken(name, [...others, telling]).map(rankOf));
        for (const [rule, rank] of spoken(name, [telling]).map(rankOf)) {
          expect(together.get(rule) ?? -1, rule).toBeGreaterThanOrEqual(rank);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('taking away alone makes no alert', () => {
    fc.assert(
      fc.property(base, deltas, (name, list) => {
        expect(
          spoken(
            name,
            list.map((one) => ({ ...one, action: 'REMOVE' })),
          ),
        ).toEqual([]);
      }),
    );
  });
});
