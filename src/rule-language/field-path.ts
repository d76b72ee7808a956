/**
 * Parses field names. A name below `iamwatch.` reads the normalised event and must exist there; every other name
 * is a dotted path into the raw record, where nobody can know all names.
 */
import { nearestName } from '../std/did-you-mean.ts';
import { auditFields, isAuditField } from './audit-fields.ts';
import type { FieldPath } from './detection.ts';

/** Why a field name cannot be used. */
export interface FieldProblem {
  readonly code: string;
  readonly problem: string;
  readonly nearest?: string;
  readonly help?: string;
}

const auditPrefix = 'iamwatch.';
/** Parts of a field name. Every way of splitting a path is tried, so its length is bounded. */
export const FIELD_SEGMENTS_MAX = 24;

/** Parses one field name. */
export function parseFieldPath(text: string): FieldPath | FieldProblem {
  const origin = text.startsWith(auditPrefix) ? 'audit' : 'raw';
  const path = origin === 'audit' ? text.slice(auditPrefix.length) : text;
  const segments = path.split('.');
  if (segments.length > FIELD_SEGMENTS_MAX)
    return { code: 'field-too-long', problem: `the field name has more than ${FIELD_SEGMENTS_MAX} parts` };
  if (origin === 'audit' && !isAuditField(path)) {
    const nearest = nearestName(path, auditFields.keys());
    return {
      code: 'unknown-field',
      problem: `the normalised event has no field "${path}"`,
      ...(nearest === undefined ? {} : { nearest: auditPrefix + nearest }),
      help: 'fields below "iamwatch." are those of the normalised event; write the bare name for the raw record',
    };
  }
  return { text, origin, segments };
}

/** Why a bare name inside an element of a list of the normalised event (its path without prefix) finds nothing. */
export function elementFieldProblem(text: string, list: string): FieldProblem | undefined {
  if (text.startsWith(auditPrefix)) return undefined;
  const names = [...auditFields.keys()]
    .filter((name) => name.startsWith(`${list}.`))
    .map((name) => name.slice(list.length + 1));
  // What stands below a known field may have names of its own, such as the parameters of a Workspace event.
  const isKnown = names.some((name) => text === name || text.startsWith(`${name}.`));
  if (names.length === 0 || isKnown) return undefined;
  const nearest = nearestName(text, names);
  return {
    code: 'unknown-element-field',
    problem: `an element of "${auditPrefix}${list}" has no field "${text}"`,
    ...(nearest === undefined ? {} : { nearest }),
    help: `fields of its elements: ${names.join(', ')}`,
  };
}
