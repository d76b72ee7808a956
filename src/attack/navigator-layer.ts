/**
 * Coverage as a layer of the ATT&CK Navigator, format 4.5: https://github.com/mitre-attack/attack-navigator/tree/master/layers
 * Scores: 0 not covered, 1 mapped, 2 fired in test, 3 fired on the reader's logs.
 */
import type { JsonObject } from '../std/json.ts';
import { type AttackCoverage, type CoverageState, coverageStates, type TechniqueCoverage } from './coverage.ts';
import { ATTACK_RELEASE } from './release.ts';

/** From pale to dark, so that they are told apart without colours too. */
const GRADIENT = ['#e5e7eb', '#a7c7e7', '#3b82b8', '#0b3d66'];

/** The layer as JSON. The same coverage makes the same bytes. */
export function navigatorLayer(coverage: AttackCoverage, version: string): JsonObject {
  return {
    name: 'iamwatch',
    versions: { attack: ATTACK_RELEASE.split('.')[0] ?? ATTACK_RELEASE, navigator: '5.1.0', layer: '4.5' },
    domain: 'enterprise-attack',
    description: `What the rules of iamwatch ${version} cover of the identity techniques of ATT&CK ${ATTACK_RELEASE} (IaaS). Score 0: not covered, 1: mapped, 2: fired in test, 3: fired on logs.`,
    filters: { platforms: ['IaaS'] },
    sorting: 3,
    hideDisabled: false,
    gradient: { colors: GRADIENT, minValue: 0, maxValue: coverageStates.length - 1 },
    legendItems: coverageStates.map((state, score) => ({ label: legend[state], color: GRADIENT[score] ?? '' })),
    showTacticRowBackground: false,
    selectTechniquesAcrossTactics: true,
    selectSubtechniquesWithParent: false,
    techniques: [...coverage.techniques, ...coverage.others].map(entry),
  };
}

const legend: Readonly<Record<CoverageState, string>> = {
  none: 'no rule',
  mapped: 'mapped by a rule',
  'fired in test': 'a rule for it fired in test',
  'fired on logs': 'a rule for it fired on the logs that were read',
};

function entry({ technique, state, claims }: TechniqueCoverage): JsonObject {
  return {
    techniqueID: technique.id,
    score: coverageStates.indexOf(state),
    enabled: true,
    comment: claims.map(({ rule, origin }) => `${rule.name} (${origin})`).join('\n'),
    metadata: technique.analytic === undefined ? [] : [{ name: 'analytic', value: technique.analytic }],
    showSubtechniques: true,
  };
}
