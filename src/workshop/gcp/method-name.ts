/**
 * What is known of method names in Cloud Audit Logs: the last segments of those that are spelled like packages.
 *
 * Spellings like REST resources (`v1.compute.instances.insert`) are no part of Google's interface definitions, so of
 * these nothing is known but which collections are never written so.
 */
import { namesOf } from '../record/front-coded.ts';
import { RPC_TABLE } from './data/rpc-table.ts';

/** Seen in logs, and in no definition that Google publishes. */
const UNPUBLISHED: readonly string[] = [
  'ActivateServices',
  'DeactivateServices',
  'AssignResourceToBillingAccount',
  'InsertProjectOwnershipInvite',
  'ListProjectOwnershipInvites',
  'SetOrgPolicy',
  'ClearOrgPolicy',
  'DeleteOrgPolicy',
  'CreateAdminSdkCredential',
  'PatchServiceAccountKey',
];

/** Collections of REST paths whose calls are logged like packages: by collection and verb, in lower case. */
const LOGGED_AS: ReadonlyMap<string, string> = new Map([
  ['serviceaccounts.create', 'google.iam.admin.v1.CreateServiceAccount'],
  ['serviceaccounts.delete', 'google.iam.admin.v1.DeleteServiceAccount'],
  ['serviceaccounts.disable', 'google.iam.admin.v1.DisableServiceAccount'],
  ['serviceaccounts.enable', 'google.iam.admin.v1.EnableServiceAccount'],
  ['serviceaccounts.undelete', 'google.iam.admin.v1.UndeleteServiceAccount'],
  ['serviceaccounts.setiampolicy', 'google.iam.admin.v1.SetIAMPolicy'],
  ['serviceaccounts.signblob', 'SignBlob'],
  ['serviceaccounts.signjwt', 'SignJwt'],
  ['serviceaccounts.generateaccesstoken', 'GenerateAccessToken'],
]);

let known: ReadonlyMap<string, string> | undefined;

/** The names of remote procedures by their lower case. */
export function rpcNames(): ReadonlyMap<string, string> {
  known ??= new Map([...namesOf(RPC_TABLE.trim()), ...UNPUBLISHED].map((name) => [name.toLowerCase(), name]));
  return known;
}

/** How the audit log writes a call by its REST name, `serviceAccounts.create`; undefined where that is not known. */
export function loggedAs(collectionAndVerb: string): string | undefined {
  return LOGGED_AS.get(collectionAndVerb.toLowerCase());
}
