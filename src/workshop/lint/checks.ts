/** All checks of `rules lint`. A new one is a file in `checks`, a line here, and its files in `testdata`. */
import { addressAsInnocence } from './checks/address-as-innocence.ts';
import { alwaysTrue } from './checks/always-true.ts';
import { cost } from './checks/cost.ts';
import { contradiction } from './checks/contradiction.ts';
import { coveredValue } from './checks/covered-value.ts';
import { dateOrder } from './checks/date-order.ts';
import { fieldNameAsValue } from './checks/field-name-as-value.ts';
import { earlierAttackId } from './checks/earlier-attack-id.ts';
import { eventName } from './checks/event-name.ts';
import { deadRule } from './checks/cannot-fire.ts';
import { rawField } from './checks/raw-field.ts';
import { filterNotNegated } from './checks/filter-not-negated.ts';
import { foldedTarget } from './checks/folded-target.ts';
import { link } from './checks/link.ts';
import { methodName } from './checks/method-name.ts';
import { missingMetadata } from './checks/missing-metadata.ts';
import { nameAsInnocence } from './checks/name-as-innocence.ts';
import { needlessRegex } from './checks/needless-regex.ts';
import { needlessWildcard } from './checks/needless-wildcard.ts';
import { secret } from './checks/secret.ts';
import { sentenceHole } from './checks/sentence-hole.ts';
import { sessionAsKey } from './checks/session-as-key.ts';
import { testSound } from './checks/test-sound.ts';
import { testsPresent } from './checks/tests-present.ts';
import { unfinishedText } from './checks/unfinished-text.ts';
import { userAgent } from './checks/user-agent.ts';
import { variation } from './checks/variation.ts';
import { withoutEffect } from './checks/without-effect.ts';
import type { LintCheck } from './lint-check.ts';

/** The checks, in the order in which a reader of a rule meets what they look at. */
export const checks: readonly LintCheck[] = [
  missingMetadata,
  unfinishedText,
  dateOrder,
  earlierAttackId,
  link,
  filterNotNegated,
  cost,
  userAgent,
  nameAsInnocence,
  addressAsInnocence,
  fieldNameAsValue,
  alwaysTrue,
  needlessRegex,
  needlessWildcard,
  coveredValue,
  contradiction,
  withoutEffect,
  eventName,
  methodName,
  rawField,
  sessionAsKey,
  deadRule,
  sentenceHole,
  foldedTarget,
  variation,
  testsPresent,
  testSound,
  secret,
];
