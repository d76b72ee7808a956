import { expect, it } from 'vitest';
import { attackFromTags } from './attack-tags.ts';

it("reads tactics and techniques from Sigma's tags and leaves groups, software and other tags out", () => {
  const { tactics, techniques, release, analytics } = attackFromTags([
    'attack.privilege-escalation',
    'attack.t1098.001',
    'ATTACK.T1078',
    'attack.g0016',
    'attack.s0002',
    'cve.2024.0001',
    'detection.emerging-threats',
  ]);
  expect(tactics.map(({ id }) => id)).toEqual(['privilege-escalation']);
  expect(techniques.map(({ id }) => id)).toEqual(['T1098.001', 'T1078']);
  expect(new Set([...tactics, ...techniques].map(({ origin }) => origin))).toHaveLength(1);
  expect({ release, analytics }).toEqual({ release: null, analytics: [] });
});

it('no tags: no mapping', () => {
  expect(attackFromTags([])).toEqual({ release: null, tactics: [], techniques: [], analytics: [] });
});
