/** Policies made from the table of paths, for its tests. */
import type { Json, JsonObject } from '../../../std/json.ts';
import type { ResourceShape } from '../identity/resource-kind.ts';
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

function arnOf(service: string, on: ResourceShape, name: string): string {
  const region = on.inRegion ? 'eu-west-1' : '';
  const account = on.account === 'none' ? '' : on.account === 'each' && name === '*' ? '*' : '111122223333';
  return `arn:aws:${service}:${region}:${account}:${on.resource.replaceAll('?*', name)}`;
}
