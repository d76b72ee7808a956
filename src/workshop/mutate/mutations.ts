/** The mutations, in the order in which they are made. docs/mutations.md is written from this list. */
import { dropAlternative } from './kinds/drop-alternative.ts';
import { dropDistinct, dropDistinctField } from './kinds/drop-distinct.ts';
import { dropEndAnchor, dropStartAnchor } from './kinds/drop-anchor.ts';
import { dropCased } from './kinds/drop-cased.ts';
import { dropClause } from './kinds/drop-clause.ts';
import { dropIgnoreCase } from './kinds/drop-ignore-case.ts';
import { dropElseBy, dropKeyField } from './kinds/drop-key-field.ts';
import { dropModifier, raiseModifier } from './kinds/drop-modifier.ts';
import { dropNeq } from './kinds/drop-neq.ts';
import { dropNot } from './kinds/drop-not.ts';
import { dropOperand } from './kinds/drop-operand.ts';
import { dropTerm } from './kinds/drop-term.ts';
import { dropValue } from './kinds/drop-value.ts';
import { dropVariation } from './kinds/drop-variation.ts';
import { flattenElement } from './kinds/flatten-element.ts';
import { flipExists } from './kinds/flip-exists.ts';
import { flipVerdict, toggleUnknown } from './kinds/flip-verdict.ts';
import { loosenFieldref } from './kinds/loosen-fieldref.ts';
import { loosenText } from './kinds/loosen-text.ts';
import { narrowBound, widenBound } from './kinds/move-bound.ts';
import { lowerLevel, raiseLevel } from './kinds/move-level.ts';
import { lowerLimit, raiseLimit } from './kinds/move-limit.ts';
import { negate } from './kinds/negate.ts';
import { doubleHistory, dropReadiness, halveHistory } from './kinds/resize-history.ts';
import { narrowNetwork, widenNetwork } from './kinds/resize-network.ts';
import { doubleWindow, halveWindow } from './kinds/resize-window.ts';
import { swapAndOr } from './kinds/swap-and-or.ts';
import { swapAnyAll } from './kinds/swap-any-all.ts';
import { swapOf } from './kinds/swap-of.ts';
import { swapVariations } from './kinds/swap-variations.ts';
import { tightenText } from './kinds/tighten-text.ts';
import { widenVariation } from './kinds/widen-variation.ts';
import type { Mutation } from './mutation.ts';

/** All mutations. Of two that change a rule alike only the first counts, so the plainer ones stand first. */
export const mutations: readonly Mutation[] = [
  dropClause,
  dropAlternative,
  dropValue,
  dropOperand,
  dropNot,
  negate,
  swapAndOr,
  swapOf,
  swapAnyAll,
  loosenText,
  tightenText,
  dropCased,
  dropIgnoreCase,
  dropStartAnchor,
  dropEndAnchor,
  dropNeq,
  flipExists,
  widenBound,
  narrowBound,
  widenNetwork,
  narrowNetwork,
  flipVerdict,
  toggleUnknown,
  loosenFieldref,
  flattenElement,
  dropVariation,
  widenVariation,
  raiseLevel,
  lowerLevel,
  swapVariations,
  raiseLimit,
  lowerLimit,
  halveWindow,
  doubleWindow,
  dropKeyField,
  dropElseBy,
  dropDistinct,
  dropDistinctField,
  dropTerm,
  halveHistory,
  doubleHistory,
  dropReadiness,
  dropModifier,
  raiseModifier,
];
