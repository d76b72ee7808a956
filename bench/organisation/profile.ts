/** The profile of the organisation, as its security team would write it for iamwatch (docs/organisation-profile.md). */
import { stringify } from 'yaml';
import { ISSUER } from './life/pipeline.ts';
import { administratorRoles } from './life/staff.ts';
import { DOMAIN, ORGANISATION_ID, type Organisation } from './organisation.ts';

/** Offices, the pipeline and programs; homes and the way out of the clouds; homes again; the scanner of Google Cloud. Not the road. */
const NETWORKS = ['198.51.100.0/24', '192.0.2.0/24', '2001:db8:12::/48', '203.0.113.250/32'];

export function profile(whole: Organisation): string {
  const { accounts, projects, people } = whole;
  return stringify({
    version: 1,
    name: 'Made-up organisation',
    aws: {
      organizations: [ORGANISATION_ID],
      accounts: accounts.map(({ id, name }) => ({ id, name })),
      certificate_authorities: accounts.map(({ id }) => `arn:aws:acm-pca:*:${id}:certificate-authority/*`),
    },
    gcp: { organizations: ['123456789012'], projects: projects.map(({ id, number }) => ({ id, number })) },
    domains: [DOMAIN],
    identity_providers: [
      `https://${ISSUER}`,
      'https://oidc.eks.us-east-1.amazonaws.com/*',
      'arn:aws:iam::*:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE',
      'arn:aws:iam::*:saml-provider/corporate',
    ],
    iam_administrators: [
      ...administratorRoles(whole),
      ...people.filter(({ team }) => team === 'platform').map(({ email }) => `user:${email}`),
    ],
  });
}

/** What such a profile says beside that where somebody also keeps a list of networks, which is work to keep up. */
export function networks(): string {
  return stringify({ networks: NETWORKS });
}
