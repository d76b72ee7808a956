import { describe, expect, it } from 'vitest';
import { flagged, missed, recall, recallAtTheirLevel, unjustified, type JudgedCase } from './devset-score.fixture.ts';

const KEY: JudgedCase = {
  id: 'set/key',
  file: 'key.json',
  isPositive: true,
  isAboutIam: true,
  kind: 'single',
  mustName: [{ action: 'CreateAccessKey', ids: ['A01', 'A11'], level: 'high' }],
  mustNot: { atLeast: 'medium', unless: [] },
  reason: 'made for this test',
  alerts: [],
};

function alert(level: JudgedCase['alerts'][number]['level'], action: string, ...catalogue: string[]) {
  return { level, rule: { name: 'rule', catalogue }, events: [{ id: '1', time: null, action, input: KEY_INPUT }] };
}
const KEY_INPUT = { file: 'key.json', record: 1 };

describe('what must be named', () => {
  it.each([
    ['of the id, on the action, at the level', alert('high', 'CreateAccessKey', 'A01'), 1, 1, 1],
    [
      'of another of the ids, beside one that is not asked for',
      alert('critical', 'CreateAccessKey', 'A98', 'A11'),
      1,
      1,
      1,
    ],
    ['below the level that was asked for', alert('medium', 'CreateAccessKey', 'A01'), 1, 1, 0],
    ['only as a remark', alert('low', 'CreateAccessKey', 'A01'), 1, 0, 0],
    ['below everything that counts', alert('informational', 'CreateAccessKey', 'A01'), 0, 0, 0],
    ['of a rule about something else', alert('high', 'CreateAccessKey', 'A98'), 0, 0, 0],
    ['on another event of the case', alert('high', 'CreateUser', 'A01'), 0, 0, 0],
  ])('%s', (_, one, atLow, atMedium, atItsLevel) => {
    const cases = [{ ...KEY, alerts: [one] }];
    expect(recall(cases, 'low')).toEqual({ hits: atLow, of: 1 });
    expect(recall(cases, 'medium')).toEqual({ hits: atMedium, of: 1 });
    expect(recallAtTheirLevel(cases)).toEqual({ hits: atItsLevel, of: 1 });
  });

  it('a case is missed as long as one of several things is', () => {
    const needs = [...KEY.mustName, { action: 'AttachUserPolicy', ids: ['A41'], level: 'high' as const }];
    const one = { ...KEY, mustName: needs, alerts: [alert('high', 'CreateAccessKey', 'A01')] };
    expect(recall([one], 'low')).toEqual({ hits: 0, of: 1 });
    expect(missed(one, 'low').map(({ action }) => action)).toEqual(['AttachUserPolicy']);
  });

  it('what is asked for at low is not counted at medium', () => {
    const low = { ...KEY, mustName: [{ action: 'SendCommand', ids: ['A105'], level: 'low' as const }] };
    expect(recall([KEY, low], 'low').of).toBe(2);
    expect(recall([KEY, low], 'medium').of).toBe(1);
  });

  it('cases that need memory, and those in which nothing is to be named, are not counted', () => {
    expect(
      recall(
        [
          { ...KEY, kind: 'threshold' },
          { ...KEY, mustName: [] },
        ],
        'low',
      ).of,
    ).toBe(0);
  });
});

describe('what must not be named', () => {
  const other = alert('medium', 'CreateAccessKey', 'A80');

  it.each([
    ['from medium upwards, where nothing is said', 'medium', [], [other], [other]],
    ['what was asked for is never against it', 'medium', [], [alert('critical', 'CreateAccessKey', 'A01')], []],
    ['what is excused', 'medium', ['A80'], [other], []],
    ['what stays below', 'medium', [], [alert('low', 'CreateAccessKey', 'A80')], []],
    [
      'from low upwards, where that is said',
      'low',
      [],
      [alert('low', 'ListUsers', 'T07')],
      [alert('low', 'ListUsers', 'T07')],
    ],
    ['never what is informational', 'low', [], [alert('informational', 'ListUsers', 'A23')], []],
  ] as const)('%s', (_, atLeast, unless, alerts, expected) => {
    expect(unjustified({ ...KEY, mustNot: { atLeast, unless }, alerts })).toEqual(expected);
  });

  it('a case is flagged by its loudest alert', () => {
    const one = { ...KEY, alerts: [alert('low', 'CreateUser', 'A27'), other] };
    expect(flagged([one, KEY], 'medium')).toEqual([one]);
    expect(flagged([one, KEY], 'high')).toEqual([]);
  });
});
