import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertDiff, type AlertOutline } from './alert-diff.ts';

const key: AlertOutline = {
  id: 'one',
  rule: 'access-key-for-another-user',
  variation: null,
  level: 'high',
  count: 1,
  reason: 'alice created a key for bob.',
  first_seen: '2026-03-02T09:00:00Z',
  account: '111122223333',
  actor: 'arn:aws:iam::111122223333:user/alice',
  target: 'user bob',
  event: 'e-1',
};

describe('what another set of rules changes', () => {
  it('an alert of one side alone appears or vanishes', () => {
    expect(alertDiff([], [key])).toMatchObject({ appear: [key], vanish: [], same: 0 });
    expect(alertDiff([key], [])).toMatchObject({ appear: [], vanish: [key], same: 0 });
  });

  it('the same id with another level is a change of level', () => {
    const milder = { ...key, level: 'medium' as const };
    expect(alertDiff([key], [milder])).toMatchObject({
      appear: [],
      vanish: [],
      level: [{ before: key, after: milder }],
      same: 0,
    });
  });

  it('another variation gives another id, and is still the same matter', () => {
    const varied = { ...key, id: 'two', variation: 'by root', level: 'critical' as const };
    expect(alertDiff([key], [varied])).toMatchObject({
      appear: [],
      vanish: [],
      level: [{ before: key, after: varied }],
    });
    const sameLevel = { ...varied, level: key.level };
    expect(alertDiff([key], [sameLevel])).toMatchObject({ level: [], other: [{ before: key, after: sameLevel }] });
  });

  it('an alert that names another target for the same event is the same matter', () => {
    const other = { ...key, id: 'two', target: 'user carol' };
    expect(alertDiff([key], [other])).toMatchObject({ appear: [], vanish: [], same: 1 });
  });

  it('another rule about the same event is another alert', () => {
    const other = { ...key, id: 'two', rule: 'user-changed' };
    expect(alertDiff([key], [other])).toMatchObject({ appear: [other], vanish: [key] });
  });

  it('other words alone are counted, not listed', () => {
    const diff = alertDiff([key], [{ ...key, reason: 'Another sentence.' }]);
    expect(diff).toMatchObject({ appear: [], vanish: [], level: [], other: [], reworded: 1, same: 0 });
  });
});

const outlines = fc.array(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    rule: fc.constantFrom('r', 's'),
    level: fc.constantFrom('low' as const, 'high' as const),
    count: fc.constantFrom(1, 2),
    event: fc.constantFrom('e-1', 'e-2', null),
    target: fc.constantFrom('user bob', null),
  }),
  { maxLength: 8 },
);

describe('laws', () => {
  it('a run differs in nothing from itself', () => {
    fc.assert(
      fc.property(outlines, (parts) => {
        const alerts = parts.map((part) => ({ ...key, ...part }));
        expect(alertDiff(alerts, alerts)).toEqual({
          appear: [],
          vanish: [],
          level: [],
          other: [],
          reworded: 0,
          same: alerts.length,
        });
      }),
    );
  });

  it('every alert of either side is told exactly once', () => {
    fc.assert(
      fc.property(outlines, outlines, (before, after) => {
        const [left, right] = [before, after].map((parts) => parts.map((part) => ({ ...key, ...part })));
        const { appear, vanish, level, other, reworded, same } = alertDiff(left ?? [], right ?? []);
        const pairs = level.length + other.length + reworded + same;
        expect(vanish.length + pairs).toBe(before.length);
        expect(appear.length + pairs).toBe(after.length);
      }),
    );
  });
});
