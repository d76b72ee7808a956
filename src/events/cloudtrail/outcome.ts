/** How a call ended, from a CloudTrail record. */
import { stringAt, type JsonObject } from '../../std/json.ts';
import type { Outcome } from '../audit-event.ts';

/** Spellings of "not allowed" over AWS's services: AccessDenied, Client.UnauthorizedOperation, VpceAccessDenied, … */
const DENIED =
  /accessdenied|unauthorized|notauthorized|invalidclienttokenid|signaturedoesnotmatch|authfailure|expiredtoken/i;

/**
 * Success is the absence of an error code; some exports write the word "Success" there. Sign-ins are different: a
 * failed one has its result in `responseElements` and often no error code at all.
 */
export function outcomeOf(raw: JsonObject): { readonly outcome: Outcome; readonly errorCode: string | undefined } {
  const errorCode = stringAt(raw, 'errorCode');
  const signIn = stringAt(raw, 'responseElements', stringAt(raw, 'eventName') ?? '');
  if (errorCode === undefined || errorCode.toLowerCase() === 'success') {
    return { outcome: signIn === 'Failure' ? 'denied' : 'success', errorCode: undefined };
  }
  return { outcome: DENIED.test(errorCode) || signIn === 'Failure' ? 'denied' : 'failure', errorCode };
}
