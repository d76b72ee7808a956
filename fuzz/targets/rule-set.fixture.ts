/** The shipped rules, compiled, with an organisation that is known and one that is not. */
import { loadProfile } from '../../src/context/load-profile.ts';
import { organisationProfile, type OrganisationProfile } from '../../src/context/organisation-profile.ts';
import { policyPredicates } from '../../src/rule-language/policy-predicates.ts';
import { compileRuleSet, type RuleSet } from '../../src/rule-language/rule-set.ts';
import { shippedRules } from '../../test/shipped-rules.fixture.ts';

/** Whose logs are read. */
export interface Organisation {
  readonly profile: OrganisationProfile;
  readonly ruleSet: RuleSet;
}

const PROFILE = `
version: 1
aws: { organizations: [o-exampleorgid], accounts: ["111122223333", { id: "444455556666", name: "\\e[31mred" }] }
gcp: { organizations: ["123456789012"], projects: [shop-prod] }
domains: [example.com]
identity_providers: ["https://token.actions.githubusercontent.com*"]
iam_administrators: ["arn:aws:iam::111122223333:role/*"]
networks: [203.0.113.0/24]
`;

const rules = shippedRules();

function organisation(profile: OrganisationProfile): Organisation {
  return { profile, ruleSet: compileRuleSet(rules, { predicates: policyPredicates(profile) }) };
}

/** Nobody described it, and described. */
export const organisations: readonly Organisation[] = [
  organisation(organisationProfile()),
  organisation(loadProfile('profile.yaml', PROFILE).profile ?? organisationProfile()),
];
