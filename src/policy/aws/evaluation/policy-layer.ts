/** The policies that bear on one request, sorted by what they can do. */
import type { Json } from '../../../std/json.ts';
import { readPolicy } from '../document/document.ts';
import type { ReadableStatement } from '../document/statement.ts';

/** Policies that count as one: their Allows add up. */
export interface PolicyLayer {
  readonly statements: readonly LayerStatement[];
  /** Whether those are all: otherwise the layer may also allow and deny what cannot be seen. */
  readonly isComplete: boolean;
}

/** A statement, with what its document says about it. */
export interface LayerStatement {
  readonly statement: ReadableStatement;
  readonly hasVariables: boolean;
}

/** All policies. Undefined: there is no such policy, which is not the same as an empty or unknown one. */
export interface PolicySet {
  /** What is attached to the user and their groups, or to the role, inline policies included. */
  readonly identity: PolicyLayer;
  readonly boundary: PolicyLayer | undefined;
  readonly session: PolicyLayer | undefined;
  /** The policy of the resource; for `sts:AssumeRole` the trust policy. */
  readonly resource: PolicyLayer | undefined;
  /**
   * Service control policies, a layer for each level from the root to the account of the principal. Empty where none
   * apply: outside of organisations, in the management account, to service-linked roles.
   */
  readonly serviceControls: readonly PolicyLayer[];
  /** Resource control policies, likewise for the account of the resource; empty for services that have none. */
  readonly resourceControls: readonly PolicyLayer[];
}

/** What nobody has seen. */
export const UNKNOWN_LAYER: PolicyLayer = { statements: [], isComplete: false };

/** A layer of documents. One that cannot be read leaves the layer open. */
export function layerOf(documents: readonly (Json | undefined)[]): PolicyLayer {
  const statements: LayerStatement[] = [];
  let isComplete = true;
  for (const document of documents) {
    const policy = readPolicy(document);
    if (policy.kind !== 'document') {
      isComplete = false;
      continue;
    }
    for (const statement of policy.statements) {
      if (statement.kind === 'statement') statements.push({ statement, hasVariables: policy.hasVariables });
      else isComplete = false;
    }
  }
  return { statements, isComplete };
}
