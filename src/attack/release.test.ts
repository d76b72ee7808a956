import { describe, expect, it } from 'vitest';
import { earlierIds, isSplitTactic, presentId } from './alias.ts';
import { identityTechniques, neighbouringTechniques, tactics, techniqueOf } from './release.ts';

const all = [...identityTechniques, ...neighbouringTechniques];

describe('the techniques', () => {
  it('stand once each, below tactics that are there', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const known = new Set(tactics.map(({ id }) => id));
    expect(all.flatMap((one) => one.tactics).filter((id) => !known.has(id))).toEqual([]);
    expect(all.filter((one) => one.tactics.length === 0)).toEqual([]);
  });

  it('have present ids', () => {
    expect(all.filter(({ id }) => presentId(id) !== id)).toEqual([]);
  });

  it('are looked up by id', () => {
    expect(techniqueOf('T1098.003')?.analytic).toBe('AN0771');
    expect(techniqueOf('T9999')).toBeUndefined();
  });
});

describe('earlier ids', () => {
  it.each([
    ['T1562', 'T1685'],
    ['T1562.008', 'T1685.002'],
    ['t1562.007', 'T1686.001'],
    ['T1098.003', 'T1098.003'],
    ['t1078.004', 'T1078.004'],
  ])('%s is called %s', (earlier, present) => {
    expect(presentId(earlier)).toBe(present);
  });

  it('lead to ids that were not renamed again', () => {
    const earlier = new Set(earlierIds.map(([id]) => id));
    expect(earlierIds.filter(([, present]) => earlier.has(present))).toEqual([]);
  });

  it('tell the tactic that was split', () => {
    expect(isSplitTactic('Defense-Evasion')).toBe(true);
    expect(isSplitTactic('stealth')).toBe(false);
  });
});
