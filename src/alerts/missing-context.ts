/** What iamwatch would have to know to be more certain: shown on the alert instead of being guessed. */
import type { AuditEvent } from '../events/audit-event.ts';
import type { OrganisationProfile, ProfileList } from '../context/organisation-profile.ts';
import type { Search } from '../rule-language/detection.ts';
import { policyPredicateList } from '../rule-language/policy-predicates.ts';
import type { Rule } from '../rule-language/rule.ts';
import type { RuleMatch } from '../rule-language/rule-set.ts';

/** What a list of the profile would tell; said where a rule asked for it and nobody gave one. */
const WITHOUT: Readonly<Record<ProfileList, string>> = {
  accounts: "which accounts are yours: no profile names them, so every account but the event's own counts as another",
  domains: 'which domains are yours: no profile names them',
  projects: 'which projects are yours: no profile names them',
  'identity providers': 'which identity providers are yours: no profile names them',
  'IAM administrators': 'who may change identities and permissions: no profile names them',
  networks: 'from which networks your people come: no profile names them',
  countries: 'in which countries your people work: no profile names them',
  'certificate authorities': 'which certificate authorities are yours: no profile names them',
};

const NEEDS: ReadonlyMap<string, ProfileList | undefined> = new Map(
  policyPredicateList.map(({ name, needs }) => [name, needs]),
);

/** The rule's own list, what the profile leaves open, and what this very event leaves open. */
export function missingContext(
  { rule, variation }: Pick<RuleMatch, 'rule' | 'variation'>,
  event: AuditEvent,
  profile: OrganisationProfile,
): string[] {
  const missing = [...rule.missingContext, ...(variation?.missingContext ?? [])];
  for (const list of listsAsked(rule)) if (!profile.has(list)) missing.push(WITHOUT[list]);
  if (event.parametersStripped)
    missing.push('the request parameters were too large and are not in the log: what they held is unknown');
  if (event.gcp?.bindingsUnknown === true)
    missing.push('the entry does not say what changed in the policy: compare it with the policy before');
  if (event.timeMs === undefined) missing.push('the event time is missing or cannot be read');
  if (event.actor.instance?.evidence === 'claimed') {
    missing.push('only the session name says that the caller is an instance; whoever assumes a role chooses that name');
  }
  return [...new Set(missing)];
}

const askedBy = new WeakMap<Rule, ReadonlySet<ProfileList>>();

/** The lists of the profile that the predicates of a rule draw on. */
function listsAsked(rule: Rule): ReadonlySet<ProfileList> {
  const known = askedBy.get(rule);
  if (known !== undefined) return known;
  const names = [...rule.detection.identifiers.values()].flatMap(predicatesOf);
  const asked = new Set(names.map((name) => NEEDS.get(name)).filter((list) => list !== undefined));
  askedBy.set(rule, asked);
  return asked;
}

function predicatesOf(search: Search): readonly string[] {
  switch (search.kind) {
    case 'field':
      return search.tests.flatMap((test) => (test.kind === 'predicate' ? [test.name] : []));
    case 'element':
      return predicatesOf(search.search);
    case 'all-of':
    case 'any-of':
      return search.searches.flatMap(predicatesOf);
    case 'keyword':
      return [];
  }
}
