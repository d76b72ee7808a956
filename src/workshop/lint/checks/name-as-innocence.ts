/**
 * Names as innocence: roles, users and sessions whose name looks right keep a rule quiet. Whoever may create a role or
 * names a session chooses that name. A whole ARN or address says who it is, and is let pass.
 */
import type { FieldSearch, FieldTest, Pattern } from '../../../rule-language/detection.ts';
import { mentionsIn } from '../mention.ts';
import type { LintCheck } from '../lint-check.ts';
import { isFieldName } from './field-name-as-value.ts';

const NAMES: ReadonlySet<string> = new Set([
  'userIdentity.arn',
  'userIdentity.userName',
  'userIdentity.principalId',
  'userIdentity.sessionContext.sessionIssuer.arn',
  'userIdentity.sessionContext.sessionIssuer.userName',
  'protoPayload.authenticationInfo.principalEmail',
  'protoPayload.authenticationInfo.principalSubject',
  'iamwatch.actor.name',
  'iamwatch.actor.arn',
  'iamwatch.actor.principal',
  'iamwatch.actor.session.name',
  'iamwatch.actor.session.issuedBy',
]);

/** What only AWS and Google write: paths of roles that customers cannot create, and domains of Google's own agents. */
const RESERVED = [
  '/aws-service-role/',
  '/aws-reserved/',
  '.gserviceaccount.com',
  '@system.gserviceaccount.com',
  'system:',
];

/** Looks for names that excuse. */
export const nameAsInnocence: LintCheck = {
  codes: [
    {
      code: 'name-as-innocence',
      severity: 'warning',
      summary: 'The name of a role, user or session keeps the rule quiet, and names can be chosen.',
    },
  ],
  find: (rule) =>
    mentionsIn(rule)
      .filter(({ role, search }) => role === 'excuses' && NAMES.has(search.field.text))
      .filter(({ search }) => search.tests.some((test) => isChoosable(test, search)))
      .map(({ place, file }) => ({
        code: 'name-as-innocence',
        place,
        file,
        message: 'a name as an excuse: whoever creates a role or a session can give it this name',
        help: 'write the whole ARN or address of who is meant, or ask the organisation profile (iam_administrator, own_account)',
      })),
};

function isChoosable(test: FieldTest, { field }: FieldSearch): boolean {
  switch (test.kind) {
    case 'regex':
      return !RESERVED.some((text) => test.source.includes(text));
    case 'either':
      return test.tests.some((one) => isChoosable(one, { ...EMPTY, field }));
    case 'text':
      return isChoosablePattern(test.pattern);
    case 'null':
    case 'exists':
    case 'fieldref':
    case 'predicate':
    case 'compare':
    case 'time':
    case 'cidr':
      return false;
  }
}

const EMPTY = { kind: 'field', quantifier: 'any', negated: false, tests: [] } as const;

/** A literal is choosable where it is a bare name; a pattern where nothing in it is reserved. */
function isChoosablePattern(pattern: Pattern): boolean {
  const text = pattern.map((token) => (token.kind === 'literal' ? token.text : '*')).join('');
  // Told by a check of its own.
  if (isFieldName(text.replaceAll('*', ''))) return false;
  if (RESERVED.some((reserved) => text.includes(reserved))) return false;
  if (pattern.length === 0 || /^[*?]*$/u.test(text)) return false;
  if (pattern.every(({ kind }) => kind === 'literal')) return !/^arn:|@/u.test(text);
  // An account and the whole name of a role in it; only the session is left open.
  if (/^arn:[^:*]+:(?:iam|sts)::\d{12}:(?:assumed-role|role|user)\/[^*]+(?:\/\*)?$/u.test(text)) return false;
  // All addresses of one domain: nobody outside of it has one.
  return !/^\*@[^*]+$/u.test(text);
}
