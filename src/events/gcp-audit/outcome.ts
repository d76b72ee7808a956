/** How a call ended, from the `status` of an audit entry. */
import { at, stringAt, type JsonObject } from '../../std/json.ts';
import type { Outcome, WorkspaceEvent } from '../audit-event.ts';

/** Canonical names of google.rpc.Code by number. */
const CODES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;
const DENIED: ReadonlySet<string> = new Set(['PERMISSION_DENIED', 'UNAUTHENTICATED']);

/** Events of sign-ins that were not let in. */
const REFUSED_SIGN_INS: ReadonlySet<string> = new Set(['login_failure', 'risky_sensitive_action_blocked']);

/**
 * Success is the absence of a code (protocol buffers leave zero out). A refused sign-in of Workspace has no status:
 * its event tells, and it is denied, for lack of proof of identity, as a refused console sign-in on AWS is.
 */
export function outcomeOf(
  payload: JsonObject,
  workspace: readonly WorkspaceEvent[],
): { readonly outcome: Outcome; readonly errorCode: string | undefined } {
  const errorCode = codeOf(payload);
  if (errorCode !== undefined) return { outcome: DENIED.has(errorCode) ? 'denied' : 'failure', errorCode };
  const isRefused = workspace.some(({ name }) => REFUSED_SIGN_INS.has(name.toLowerCase()));
  return { outcome: isRefused ? 'denied' : 'success', errorCode: undefined };
}

/** Exports write the number as a number or as text, some its name. */
function codeOf(payload: JsonObject): string | undefined {
  const code = at(payload, 'status', 'code');
  const named = stringAt(payload, 'status', 'code');
  if (named !== undefined && !/^\d+$/.test(named)) return named === 'OK' ? undefined : named.slice(0, CODE_LENGTH_MAX);
  if (typeof code !== 'number' && named === undefined) return undefined;
  const number = Number(code);
  return number === 0 ? undefined : (CODES[number] ?? `CODE_${number}`);
}

/** Longest name of a code that is taken over. */
const CODE_LENGTH_MAX = 100;
