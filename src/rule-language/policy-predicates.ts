/** The policy predicates of the rule language, answered by `policy/`. */
import { grantsAdmin } from '../policy/grants-admin.ts';
import { trustsExternal, trustsFederatedWithoutSubject, trustsPublic } from '../policy/trust.ts';
import type { PredicateTable } from './predicate.ts';

/** Predicates by the name under which rules use them. */
export const policyPredicates: PredicateTable = new Map([
  ['grants_admin', (value) => grantsAdmin(value)],
  ['trusts_external', (value, event) => trustsExternal(value, { account: event.audit().account ?? '' })],
  ['trusts_public', (value) => trustsPublic(value)],
  ['trusts_federated_without_subject', (value) => trustsFederatedWithoutSubject(value)],
]);
