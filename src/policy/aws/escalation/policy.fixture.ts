/** Policies made from the table of paths, for its tests. */
import type { Json, JsonObject } from '../../../std/json.ts';
import type { EscalationPath } from './escalation-path.ts';
import type { Permission } from './permission.ts';

/** A statement that allows a permission on all of its kind and nothing else. */
export function allowing({ action, on }: Permission): JsonObject {
  return { Effect: 'Allow', Action: action, Resource: on.kind === 'everything' ? '*' : arnOf(on.service, on, '*') };
}

/** The same for one named resource. */
export function allowingOne({ action, on }: Permission): JsonObject {
  return {
    Effect: 'Allow',
    Action: action,
    Resource: on.kind === 'everything' ? 'arn:aws:s3:::x' : arnOf(on.service, on, 'x'),
  };
}

/** A policy of these statements. */
export function policyOf(statements: readonly Json[]): Json {
  return { Version: '2012-10-17', Statement: statements };
}

/** The smallest policy that opens a path. */
export function minimalPolicy({ permissions }: EscalationPath): Json {
  return policyOf(permissions.map(allowing));
}

function arnOf(service: string, on: { readonly inRegion: boolean; readonly resource: string }, name: string): string {
  const region = on.inRegion ? 'eu-west-1' : '';
  return `arn:aws:${service}:${region}:111122223333:${on.resource.replaceAll('?*', name)}`;
}
