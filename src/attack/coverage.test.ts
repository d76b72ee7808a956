import { describe, expect, it } from 'vitest';
import { loadRules } from '../rule-language/load.ts';
import type { Rule } from '../rule-language/rule.ts';
import { attackCoverage, countOf, type ProvenRule, type TechniqueCoverage } from './coverage.ts';
import { navigatorLayer } from './navigator-layer.ts';

function ruleMapping(name: string, mapping: string): Rule {
  const text = `title: ${name}
name: ${name}
logsource: { product: aws, service: cloudtrail }
detection: { a: { eventName: X }, condition: a }
${mapping}`;
  const [rule] = loadRules([{ file: `${name}.yaml`, text }]).rules;
  if (rule === undefined) throw new Error(`no rule in ${text}`);
  return rule;
}

const local = (id: string): string =>
  `attack: { release: '19.1', techniques: [{ id: ${id}, origin: 'local, unvalidated' }] }`;

function covered(id: string, ...rules: readonly ProvenRule[]): TechniqueCoverage | undefined {
  const { techniques, others } = attackCoverage(rules);
  return [...techniques, ...others].find(({ technique }) => technique.id === id);
}

describe('a technique', () => {
  const rule = ruleMapping('keys', local('T1098.001'));
  const other = ruleMapping('more-keys', local('T1098.001'));

  it('without a rule is not covered', () => {
    expect(covered('T1098.003', { rule, proof: 'fired in test' })).toMatchObject({ state: 'none', claims: [] });
  });

  it('is as well covered as its best proven rule shows', () => {
    expect(covered('T1098.001', { rule, proof: 'mapped' })?.state).toBe('mapped');
    expect(covered('T1098.001', { rule, proof: 'mapped' }, { rule: other, proof: 'fired in test' })?.state).toBe(
      'fired in test',
    );
    expect(covered('T1098.001', { rule, proof: 'fired on logs' }, { rule: other, proof: 'fired in test' })?.state).toBe(
      'fired on logs',
    );
  });

  it('is not covered by a rule for its sub-technique', () => {
    expect(covered('T1098', { rule, proof: 'fired in test' })?.state).toBe('none');
  });

  it('keeps who says so', () => {
    expect(covered('T1098.001', { rule, proof: 'mapped' })?.claims).toMatchObject([{ origin: 'local, unvalidated' }]);
  });

  it('is found by the id of an earlier release, in a mapping and in tags', () => {
    expect(covered('T1685.002', { rule: ruleMapping('a', local('T1562.008')), proof: 'mapped' })?.claims).toMatchObject(
      [{ earlierId: 'T1562.008' }],
    );
    expect(covered('T1685.002', { rule: ruleMapping('b', 'tags: [attack.t1562.008]'), proof: 'mapped' })?.state).toBe(
      'mapped',
    );
  });

  it('that a rule writes by both ids has one claim', () => {
    const both = ruleMapping('c', 'tags: [attack.t1562.008, attack.t1685.002]');
    expect(covered('T1685.002', { rule: both, proof: 'mapped' })?.claims).toHaveLength(1);
  });

  it('of another platform is listed apart and not counted', () => {
    const coverage = attackCoverage([{ rule: ruleMapping('d', local('T1484.002')), proof: 'mapped' }]);
    expect(coverage.others.map(({ technique }) => technique.name)).toEqual([
      'Domain or Tenant Policy Modification: Trust Modification',
    ]);
    expect(countOf(coverage, 'mapped')).toBe(0);
  });

  it('that nobody here knows is listed by its id', () => {
    expect(covered('T1999.001', { rule: ruleMapping('e', local('T1999.001')), proof: 'mapped' })).toMatchObject({
      technique: { name: 'T1999.001', tactics: [] },
      state: 'mapped',
    });
  });
});

describe('the layer for the Navigator', () => {
  const coverage = attackCoverage([
    { rule: ruleMapping('keys', local('T1098.001')), proof: 'fired in test' },
    { rule: ruleMapping('roles', local('T1098.003')), proof: 'mapped' },
    { rule: ruleMapping('trust', local('T1484.002')), proof: 'fired on logs' },
  ]);
  const layer = navigatorLayer(coverage, '1.2.3');

  it('scores none, mapped, fired in test and fired on logs, in this order', () => {
    const scores = new Map(
      (layer.techniques as { techniqueID: string; score: number }[]).map((one) => [one.techniqueID, one.score]),
    );
    expect(['T1078', 'T1098.003', 'T1098.001', 'T1484.002'].map((id) => scores.get(id))).toEqual([0, 1, 2, 3]);
  });

  it('says of which release it is, and which rules claim what', () => {
    expect(layer).toMatchObject({
      domain: 'enterprise-attack',
      versions: { attack: '19', layer: '4.5' },
      gradient: { minValue: 0, maxValue: 3 },
    });
    expect(layer.techniques).toContainEqual(
      expect.objectContaining({ techniqueID: 'T1098.001', comment: 'keys (local, unvalidated)' }),
    );
  });

  it('is the same for the same coverage', () => {
    expect(JSON.stringify(navigatorLayer(coverage, '1.2.3'))).toBe(JSON.stringify(layer));
  });
});
