/**
 * Names of raw fields that no record has: by the documented shapes of records, and for parameters of the services of AWS
 * whose names are kept, by those. Names are compared with their case, as the engine looks them up.
 *
 * Services write some parameters that no model has. So a parameter is only told where it is nearly a known one, or where
 * a service was never seen to write others than its own.
 */
import type { FieldPath, FieldSearch } from '../../../rule-language/detection.ts';
import type { Rule } from '../../../rule-language/rule.ts';
import { didYouMean } from '../../../document/reporter.ts';
import { parameterNamesOf } from '../../aws/parameter.ts';
import { exactText } from '../../reach/pattern-relation.ts';
import { isSlip, nearName, unknownField } from '../../record/unknown-field.ts';
import { accompaniedSearches } from '../company.ts';
import { memoryFields } from '../memory-field.ts';
import type { LintCheck, LintFinding } from '../lint-check.ts';
import { placeOf } from '../place-of.ts';

/** Looks up every raw field. */
export const rawField: LintCheck = {
  codes: [
    {
      code: 'unknown-raw-field',
      severity: 'warning',
      summary: 'No record of the log is known to have a field of that name.',
    },
  ],
  find(rule) {
    const searches = accompaniedSearches(rule);
    return [
      ...searches.flatMap(({ search, company }) => {
        const at = placeOf(rule, search);
        return [
          ...aboutField(search.field, rule, { company, at }),
          ...search.tests.flatMap((test) =>
            test.kind === 'fieldref' ? aboutField(test.other, rule, { company, at }) : [],
          ),
        ];
      }),
      // What a memory names is looked up in events that the detection matches.
      ...memoryFields(rule).flatMap(({ field, place }) => {
        const company = searches.map(({ search }) => search);
        return aboutField(field, rule, { company, at: { place } });
      }),
    ];
  },
};

interface Surroundings {
  readonly company: readonly FieldSearch[];
  readonly at: ReturnType<typeof placeOf>;
}

function aboutField(field: FieldPath, rule: Rule, { company, at }: Surroundings): readonly LintFinding[] {
  const unknown = unknownField(field, rule.logsource);
  if (unknown !== undefined) {
    const message = `no record of ${unknown.looked} is known to have a field "${unknown.path}"`;
    return [{ code: 'unknown-raw-field', ...at, message, suggestion: didYouMean(unknown.nearest) }];
  }
  const [first, ...inside] = field.segments;
  if (field.origin === 'audit' || first === undefined) return [];
  if (first === 'additionalEventData') return aboutAdditionalData(inside, at);
  return first === 'requestParameters' || first === 'responseElements'
    ? aboutParameter(first, inside, company, at)
    : [];
}

/** Services whose parameters were never seen to be other than those of their models, in 166, 44 and more records. */
const CLOSED: ReadonlySet<string> = new Set(['iam.amazonaws.com', 'organizations.amazonaws.com']);

function aboutParameter(
  first: string,
  inside: readonly string[],
  company: readonly FieldSearch[],
  at: ReturnType<typeof placeOf>,
): readonly LintFinding[] {
  const sources = company
    .filter(({ field }) => field.text === 'eventSource')
    .flatMap(({ tests }) =>
      tests.map((test) => (test.kind === 'text' ? exactText(test.pattern)?.toLowerCase() : undefined)),
    );
  const known = sources.map((source) => (source === undefined ? undefined : parameterNamesOf(source)));
  if (known.length === 0 || known.some((one) => one === undefined)) return [];
  const names = known.flatMap((one) => [...(one?.names ?? [])]);
  for (const [index, name] of inside.entries()) {
    if (names.includes(name)) {
      if (known.some((one) => one?.open.has(name))) return [];
      continue;
    }
    const isClosed = sources.every((source) => source !== undefined && CLOSED.has(source));
    if (!isClosed && !isSlip(name, names)) return [];
    const path = [first, ...inside.slice(0, index), name].join('.');
    const near = nearName(name, names);
    const nearest =
      near === undefined ? undefined : [first, ...inside.slice(0, index), near, ...inside.slice(index + 1)];
    const message = `no operation of ${[...new Set(sources)].join(', ')} is known to have a parameter "${path}"`;
    return [{ code: 'unknown-raw-field', ...at, message, suggestion: didYouMean(nearest?.join('.')) }];
  }
  return [];
}

const ADDITIONAL_DATA = [
  'MFAUsed',
  'MobileVersion',
  'LoginTo',
  'MFAIdentifier',
  'SamlProviderArn',
  'SwitchFrom',
].concat(
  [
    'RedirectTo',
    'SignatureVersion',
    'CipherSuite',
    'AuthenticationMethod',
    'bytesTransferredIn',
    'bytesTransferredOut',
  ],
  ['AuthWorkflowID', 'CredentialType', 'UserName', 'identityProviderConnectionVerificationMethod', 'x-amz-id-2'],
);

function aboutAdditionalData(inside: readonly string[], at: ReturnType<typeof placeOf>): readonly LintFinding[] {
  const [name] = inside;
  if (name === undefined || ADDITIONAL_DATA.includes(name) || !isSlip(name, ADDITIONAL_DATA)) return [];
  const message = `no record of CloudTrail is known to have a field "additionalEventData.${name}"`;
  const suggestion = didYouMean(`additionalEventData.${nearName(name, ADDITIONAL_DATA) ?? ''}`);
  return [{ code: 'unknown-raw-field', ...at, message, suggestion }];
}
