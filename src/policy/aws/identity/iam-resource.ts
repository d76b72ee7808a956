/** Whether the Resource of a statement takes in all users, groups, roles or policies of an account. */
import { takesInAll, type AccountReading, type ResourceKind } from './resource-kind.ts';
import type { Selection } from '../document/statement.ts';

/** Kinds of IAM resource that rights hang on. */
export type IamKind = 'user' | 'group' | 'role' | 'policy';

/** Whether a Resource or NotResource element takes in every resource of a kind. */
export function resourceCovers(resources: Selection | undefined, kind: IamKind, accounts: AccountReading): boolean {
  return takesInAll(resources, SHAPES[kind], accounts);
}

const SHAPES: Readonly<Record<IamKind, ResourceKind>> = {
  user: shape('user'),
  group: shape('group'),
  role: shape('role'),
  policy: shape('policy'),
};

function shape(kind: IamKind): ResourceKind {
  return { kind: 'shape', service: 'iam', inRegion: false, resource: `${kind}/?*` };
}
