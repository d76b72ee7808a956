/** What an organisation profile may say, key by key. One schema checks files and is published for editors. */
import { z } from 'zod';
import { check, type ShapeProblem } from '../document/shape.ts';
import { parseNetwork } from '../std/ip-network.ts';
import type { JsonObject } from '../std/json.ts';

const name = z.string().min(1).max(256);
const ACCOUNT = 'must be an account id of twelve digits, in quotes where it begins with 0';
const account = z
  .union([
    z.string().regex(/^\d{12}$/, ACCOUNT),
    z
      .int(ACCOUNT)
      .min(1e11, ACCOUNT)
      .max(1e12 - 1, ACCOUNT),
  ])
  .transform(String);
const network = z
  .string()
  .refine((text) => parseNetwork(text) !== undefined, 'must be an address or a network such as 203.0.113.0/24');
const domain = z.string().regex(
  // eslint-disable-next-line regexp/use-ignore-case -- the pattern is published as JSON Schema, which has no flags
  /^[a-zA-Z\d](?:[a-zA-Z\d-]*[a-zA-Z\d])?(?:\.[a-zA-Z\d](?:[a-zA-Z\d-]*[a-zA-Z\d])?)+$/,
  'must be a domain such as example.com',
);
const country = z.string().regex(/^[A-Z]{2}$/, 'must be a country code of two capital letters, such as DE');
const DIGITS = 'must be a number';
const digits = z.union([z.string().regex(/^\d{3,25}$/, DIGITS), z.int(DIGITS).min(100, DIGITS)]).transform(String);

/** An account with its name, or its id alone. */
const namedAccount = z.union([
  account.transform((id): { id: string; name?: string | undefined } => ({ id })),
  z.strictObject({ id: account.describe('Account id'), name: name.optional().describe('Name for people') }),
]);

const project = z.union([
  name.transform((id): { id: string; number?: string | undefined; name?: string | undefined } => ({ id })),
  z.strictObject({
    id: name.describe('Project id'),
    number: digits.optional().describe('Project number'),
    name: name.optional().describe('Name for people'),
  }),
]);

const namedNetwork = z.union([
  network.transform((cidr): { cidr: string; name?: string | undefined } => ({ cidr })),
  z.strictObject({ cidr: network.describe('The network'), name: name.optional().describe('Name for people') }),
]);

const aws = z.strictObject({
  organizations: z
    .array(z.string().regex(/^o-[a-z\d]{10,32}$/, 'must be an organisation id such as o-exampleorgid'))
    .optional()
    .describe('Ids of your organisations'),
  accounts: z.array(namedAccount).optional().describe('Your accounts'),
  trusted_accounts: z
    .array(namedAccount)
    .optional()
    .describe('Accounts of others that you trust on purpose, such as those of vendors'),
  certificate_authorities: z
    .array(name)
    .optional()
    .describe(
      'Certificate authorities that Roles Anywhere may trust: ARNs of AWS Private CA, or certificate fingerprints',
    ),
});

const gcp = z.strictObject({
  organizations: z.array(digits).optional().describe('Numbers of your organisations'),
  customers: z
    .array(z.string().regex(/^C[\da-z]+$/, 'must be a customer id such as C01abc234'))
    .optional()
    .describe('Ids of your Workspace or Cloud Identity customers'),
  projects: z.array(project).optional().describe('Your projects'),
});

const operations = z.strictObject({
  add: z.array(name).optional().describe('Operations that are sensitive here too, such as iam:CreateUser'),
  remove: z.array(name).optional().describe('Operations that are not sensitive here'),
});

const profileDocument = z.strictObject({
  version: z.literal(1).describe('Version of the format'),
  name: name.optional().describe('Name of the organisation'),
  aws: aws.optional().describe('What is yours in AWS'),
  gcp: gcp.optional().describe('What is yours in GCP'),
  domains: z.array(domain).optional().describe('Your domains: whose mail addresses are members of yours'),
  identity_providers: z
    .array(name)
    .optional()
    .describe('Issuers and providers that may sign people and workloads in; * stands for any text'),
  iam_administrators: z
    .array(name)
    .optional()
    .describe('Who may change identities and permissions, as canonical principals; * stands for any text'),
  sensitive_operations: operations.optional().describe('Changes of the built-in list of sensitive operations'),
  networks: z.array(namedNetwork).optional().describe('Networks from which your people and machines come'),
  countries: z.array(country).optional().describe('Countries in which your people work (ISO 3166, two letters)'),
});

/** A profile inside another document, where the version of the format need not be said. */
export const inlineProfile: z.ZodType<ProfileDocument> = profileDocument.extend({
  version: z.literal(1).default(1).describe('Version of the format'),
});

/** A checked document. */
export type ProfileDocument = z.output<typeof profileDocument>;

/** All keys, for "did you mean". */
export const profileKeys: readonly string[] = [profileDocument, aws, gcp, operations].flatMap(({ shape }) =>
  Object.keys(shape),
);

/** Checks a value against the format. */
export function checkProfile(value: unknown): ProfileDocument | readonly ShapeProblem[] {
  return check(profileDocument, value);
}

/** The JSON Schema (draft 2020-12) of a profile. */
export function profileJsonSchema(): JsonObject {
  const schema = z.toJSONSchema(profileDocument, { target: 'draft-2020-12', io: 'input' });
  const document = {
    ...schema,
    title: 'iamwatch organisation profile',
    description: 'What is yours: accounts, projects, domains, administrators, networks',
  };
  return JSON.parse(JSON.stringify(document)) as JsonObject;
}
