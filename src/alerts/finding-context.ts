/** What is known beside a finding when its alert is made. */
import type { OrganisationProfile } from '../context/organisation-profile.ts';
import type { RuleSet } from '../rule-language/rule-set.ts';

/** The rules, whose organisation it is, and how far its log goes back. */
export interface FindingContext {
  readonly ruleSet: RuleSet;
  readonly profile: OrganisationProfile;
  /** Event time at which the log of a source begins: `aws:111122223333`. `file` is where the finding's first event was read. */
  readonly logSinceMs: (source: string, file: string) => number | undefined;
}
