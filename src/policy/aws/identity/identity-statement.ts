/** What the statements of an identity policy come to, before anybody asks what they grant. */
import type { ReadPolicy } from '../document/document.ts';
import { keepsHolderOut } from '../document/restriction.ts';
import { speaksOf, type ReadableStatement, type Statement } from '../document/statement.ts';

/** The statements of a document that decide anything in an identity policy. */
export interface IdentityStatements {
  readonly readable: readonly ReadableStatement[];
  /** Whether those are all: otherwise nobody may conclude "no". */
  readonly isComplete: boolean;
}

/** The statements of a document, or undefined where it cannot be read. */
export function identityStatements(policy: ReadPolicy): IdentityStatements | undefined {
  return policy.kind === 'document' ? ofStatements(policy.statements) : undefined;
}

/** The same for statements already read. */
function ofStatements(statements: readonly Statement[]): IdentityStatements {
  const readable = statements.filter(isOfIdentityPolicy);
  return { readable, isComplete: readable.length === statements.length };
}

/** Whether a statement denies whoever holds it, whatever the circumstances. */
export function deniesAlways(statement: ReadableStatement): boolean {
  return statement.effect === 'Deny' && statement.condition.length === 0;
}

/** The Allows that no condition provably keeps the holder from. */
export function effectiveAllows(statements: readonly ReadableStatement[]): readonly ReadableStatement[] {
  const allows = statements.filter((statement) => statement.effect === 'Allow');
  const withTagsFixed = allows.filter(({ condition }) => !keepsHolderOut(condition, { tagsOfCallerAreFixed: true }));
  // Without such a condition the second reading is the first, and nobody need look for tagging.
  if (withTagsFixed.length === allows.length || !withTagsFixed.some(allowsTagging)) return withTagsFixed;
  return allows.filter(({ condition }) => !keepsHolderOut(condition, { tagsOfCallerAreFixed: false }));
}

/** IAM refuses identity statements without resources, so one that lacks them (a trust statement) decides nothing here. */
function isOfIdentityPolicy(statement: Statement): statement is ReadableStatement {
  return statement.kind === 'statement' && statement.resources !== undefined;
}

/** Whoever may tag principals or sessions sets the `aws:PrincipalTag` that a condition asks for. */
function allowsTagging(statement: ReadableStatement): boolean {
  return ['iam:TagUser', 'iam:TagRole', 'sts:TagSession'].some((action) => speaksOf(statement, action));
}
