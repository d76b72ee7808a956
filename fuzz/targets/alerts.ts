/**
 * Alerts over any matched event. Law: the index changes no match; every match becomes an alert to the letter of its schema,
 * the same after JSON, with what its head said of it; and whatever is printed of it holds no control character.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isAlert } from '../../src/alerts/alert.ts';
import { alertOf, headOf } from '../../src/alerts/alert-of-finding.ts';
import { type Folded, foldSightings } from '../../src/alerts/fold.ts';
import { foldOf, sightingOf, sortKeyOf } from '../../src/alerts/sighting.ts';
import { AlertTable } from '../../src/cli/alert-table.ts';
import { eventViewOf } from '../../src/events/event-view.ts';
import { recognise } from '../../src/events/recognise.ts';
import type { Json } from '../../src/std/json.ts';
import { printableJson } from '../../src/std/printable.ts';
import { mutatedJson } from '../generate/mutate-json.ts';
import { valueSeeds } from '../generate/seeds.ts';
import { target } from '../target.ts';
import { organisations } from './rule-set.fixture.ts';

interface Input {
  readonly value: Json;
  /** Whether there is a profile. */
  readonly isKnown: boolean;
}

/** Values that end up on an alert, in places where rules look. */
const WORDS = [
  ...[
    'userName',
    'roleName',
    'policyDocument',
    'policyArn',
    'groupName',
    'accessKeyId',
    'sourceIPAddress',
    'userAgent',
  ],
  ...[
    'arn:aws:iam::aws:policy/AdministratorAccess',
    '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
    'alice',
  ],
  ...[
    'roles/owner',
    'user:bob@example.org',
    'allUsers',
    'member',
    'role',
    'action',
    'ADD',
    'principalEmail',
    'resourceName',
  ],
  ...[
    '\u001b[2J',
    '\u202egpj.exe',
    '\u0007',
    '=HYPERLINK(1)',
    'line\nbreak',
    '\u2028',
    '\ud800',
    '\u{e0041}',
    'a'.repeat(3000),
  ],
];

export const alerts = target<Input>({
  name: 'alerts',
  law: 'any matched event becomes an alert to the letter of the schema, printed without control characters',
  inputs: fc.record({ value: mutatedJson(valueSeeds, WORDS), isKnown: fc.boolean() }),
  runsInTest: 700,
  async check({ value, isKnown }) {
    const recognition = recognise(value);
    const organisation = organisations[isKnown ? 1 : 0];
    if (recognition.kind !== 'record' || organisation === undefined) return;
    const { ruleSet: engine, profile } = organisation;
    const view = eventViewOf(recognition);
    const context = { ruleSet: engine, profile, logSinceMs: () => undefined };
    const matches = engine.match(view);
    assert.deepEqual(matches, engine.matchByFullScan(view), 'indexed and full scan');
    const place = { input: { file: 'a.json', record: 1 }, dataSet: '', engine, profile };
    const record = { value, isNative: recognition.isNative };
    const sightings = matches.flatMap((match) => [
      ...(engine.silentRules.has(match.rule) ? [] : [sightingOf(match, undefined, view, place, record)]),
      ...engine.feeds(match, view).map((feed) => sightingOf(match, feed, view, place, record)),
    ]);
    for (const sighting of sightings) {
      // The record is a generated value, whose objects have no prototype.
      const { payload, ...observation } = sighting.observation;
      assert.deepEqual(JSON.parse(JSON.stringify(observation)), observation, 'a sighting survives JSON');
      assert.equal(JSON.stringify(payload.record), JSON.stringify(value));
      assert.equal(typeof sortKeyOf(sighting), 'string');
      for await (const folded of foldSightings(only(sighting), () => foldOf(sighting.rule, engine))) {
        const alert = alertOf(folded, context);
        assert.ok(isAlert(alert), 'an alert to the letter of its schema');
        assert.deepEqual(alertOf(JSON.parse(JSON.stringify(folded)) as Folded, context), alert, 'after JSON');
        const { id, level, firstSeen } = headOf(folded, context);
        assert.deepEqual([id, level, firstSeen], [alert.id, alert.level, alert.first_seen], 'as its head says');
        const json = printableJson(JSON.stringify(alert));
        assert.deepEqual(JSON.parse(json), alert, 'an alert survives being printed');
        assert.doesNotMatch(json, CONTROL);
        for (const line of new AlertTable(80).row(alert).split('\n')) assert.doesNotMatch(line, CONTROL);
      }
    }
  },
});

/** What a terminal obeys. Colours are off where the output is no terminal. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

async function* only<T>(one: T): AsyncGenerator<T> {
  yield await Promise.resolve(one);
}
