/**
 * Method names of Google Cloud that its audit logs are not known to write. Less is known than of AWS: only what looks like
 * a slip in the last segment of a name spelled like a package, and REST names of IAM, are told.
 */
import { didYouMean } from '../../../document/reporter.ts';
import type { FieldTest, Pattern } from '../../../rule-language/detection.ts';
import type { Rule } from '../../../rule-language/rule.ts';
import { editDistance, nearestName } from '../../../std/did-you-mean.ts';
import { loggedAs, rpcNames } from '../../gcp/method-name.ts';
import { accompaniedSearches } from '../company.ts';
import type { LintCheck, LintFinding } from '../lint-check.ts';
import { placeOf } from '../place-of.ts';

/** Looks up the ends of method names. */
export const methodName: LintCheck = {
  codes: [
    {
      code: 'unknown-method-name',
      severity: 'warning',
      summary: 'Cloud Audit Logs are not known to write a method of that name.',
    },
  ],
  find: (rule) =>
    accompaniedSearches(rule)
      .filter(({ search }) => search.field.text === 'protoPayload.methodName')
      .flatMap(({ search }) => search.tests.flatMap((test) => aboutMethod(test, rule))),
};

function aboutMethod(test: FieldTest, rule: Rule): readonly LintFinding[] {
  const end = test.kind === 'text' ? literalEnd(test.pattern) : undefined;
  if (end === undefined || /k8s/iu.test(end)) return [];
  const segments = end.split('.');
  const at = placeOf(rule, test);
  const restName = segments.slice(-2).join('.');
  const logged = loggedAs(restName);
  if (logged !== undefined) {
    const message = `the audit log of IAM has no method "${restName}"`;
    const help = `the call is logged as ${logged}; "serviceaccounts" with a verb are those of Kubernetes`;
    return [{ code: 'unknown-method-name', ...at, message, help }];
  }
  // Only whole segments can be looked up, and the definitions write them with a capital letter.
  const last = segments.at(-1) ?? '';
  const isWhole = segments.length > 1 || (test.kind === 'text' && test.pattern.length === 1);
  if (!isWhole || !/^[A-Z][A-Za-z]{7,}$/u.test(last) || rpcNames().has(last.toLowerCase())) return [];
  const near = nearestName(last, rpcNames().values());
  if (near === undefined || editDistance(near.toLowerCase(), last.toLowerCase()) > 2) return [];
  const message = `no service of Google Cloud is known to have a method "${last}"`;
  return [{ code: 'unknown-method-name', ...at, message, suggestion: didYouMean(near) }];
}

/** The text with which everything that fits ends; undefined where a wildcard stands last. */
function literalEnd(pattern: Pattern): string | undefined {
  const last = pattern.at(-1);
  return last?.kind === 'literal' ? last.text : undefined;
}
