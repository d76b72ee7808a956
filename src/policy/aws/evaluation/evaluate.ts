/**
 * Whether AWS would let a request through, in its documented order: IAM User Guide, "How AWS enforcement code logic
 * evaluates requests to allow or deny access" and "Cross-account policy evaluation logic".
 *
 * An explicit denial anywhere ends it. Then every layer that limits must allow (resource control, service control,
 * boundary, session), and one that grants: the identity's policies, or in the same account the resource's policy, whose
 * grants pass by some of the limits. Across accounts both sides must grant. What a condition or an unread document
 * leaves open is unknown; it is never guessed.
 */
import { actionFacts } from '../managed/action.ts';
import { speaksOf } from '../document/statement.ts';
import { allOf, anyOf, not, verdictOf, type Verdict } from '../../verdict.ts';
import { matches } from '../document/wildcard.ts';
import { COMPARISONS, type Comparisons } from './comparison.ts';
import { holds } from './condition-holds.ts';
import type { LayerStatement, PolicyLayer, PolicySet } from './policy-layer.ts';
import { mask, substitute } from './policy-variable.ts';
import { capacitiesOf, type Capacities } from './principal-match.ts';
import type { AccessRequest } from './request.ts';

/** What came of a request. */
export interface Evaluation {
  /** `unknown` also where it is certain that the request fails, but not how. */
  readonly outcome: 'allowed' | 'explicitly-denied' | 'implicitly-denied' | 'unknown';
  readonly isAllowed: Verdict;
}

/** What an evaluation computes with. A table, so that a test can plant a bug and see it found. */
export interface EvaluationSteps {
  readonly comparisons: Comparisons;
  /** The resource that an action is authorised on. */
  readonly resourceOf: (request: AccessRequest) => string;
  /** What resource policies grant, as far as boundary and session policy let it. */
  readonly grantOfResource: (capacities: Capacities, limits: Verdict) => Verdict;
  /** Whether the identity's policies are not enough, even in the same account. */
  readonly needsResourcePolicy: (request: AccessRequest) => boolean;
  /** Whether a layer that is not there lets a request through. */
  readonly whenMissing: (request: AccessRequest) => Verdict;
}

/** Longest resource that is compared; ARNs have at most 2048 characters. Beyond: unknown. */
export const resourceCharsMax = 2_048;

/** The steps of AWS. */
export const STEPS: EvaluationSteps = {
  comparisons: COMPARISONS,
  resourceOf: ({ action, resource }) => (actionFacts(action)?.hasResourceLevel === false ? '*' : resource),
  grantOfResource: ({ direct, role }, limits) => anyOf([direct, allOf([role, limits])]),
  // Keys and roles answer to their own policy first: KMS Developer Guide, "Key policies"; IAM, "role trust policy".
  needsResourcePolicy: ({ action, resource }) =>
    /^sts:assumerole/iu.test(action) || (/^kms:/iu.test(action) && resource.includes(':key/')),
  // A session of GetFederationToken has nothing but what its session policy lets through.
  whenMissing: ({ principal }) => verdictOf(principal.kind !== 'federated-user'),
};

/**
 * Decides a request. Cost: every statement is looked at once, its patterns each against one action and one resource.
 */
export function evaluate(request: AccessRequest, policies: PolicySet, steps: EvaluationSteps = STEPS): Evaluation {
  if (request.resource.length > resourceCharsMax) return { outcome: 'unknown', isAllowed: 'unknown' };
  const layers = decided(request, policies, steps);
  const denied = anyOf(layers.all.map(({ deny }) => deny));
  if (denied === 'yes') return { outcome: 'explicitly-denied', isAllowed: 'no' };
  const isAllowed = allOf([not(denied), ...layers.controls.map(({ allow }) => allow), granted(request, layers, steps)]);
  if (isAllowed === 'yes') return { outcome: 'allowed', isAllowed };
  return { outcome: isAllowed === 'no' && denied === 'no' ? 'implicitly-denied' : 'unknown', isAllowed };
}

/** What one layer says of a request. */
interface LayerDecision {
  readonly deny: Verdict;
  readonly allow: Verdict;
  /** The Allows of a resource policy, by capacity. */
  readonly capacities: Capacities;
}

interface DecidedLayers {
  readonly all: readonly LayerDecision[];
  readonly controls: readonly LayerDecision[];
  readonly identity: LayerDecision;
  readonly boundary: LayerDecision | undefined;
  readonly session: LayerDecision | undefined;
  readonly resource: LayerDecision | undefined;
}

function decided(request: AccessRequest, policies: PolicySet, steps: EvaluationSteps): DecidedLayers {
  const { kind } = request.principal;
  const hasAccount = kind !== 'service' && kind !== 'anonymous';
  const isEntity = hasAccount && kind !== 'root';
  const reading: LayerReading = { steps, isResourcePolicy: false };
  const identity = decideLayer(isEntity ? policies.identity : EMPTY, request, reading);
  const boundary = isEntity ? decideOptional(policies.boundary, request, reading) : undefined;
  const session = isEntity ? decideOptional(policies.session, request, reading) : undefined;
  const resource = decideOptional(policies.resource, request, { steps, isResourcePolicy: true });
  const controls = [...policies.resourceControls, ...(hasAccount ? policies.serviceControls : [])].map((layer) =>
    decideLayer(layer, request, reading),
  );
  const single = [identity, boundary, session, resource].filter((one) => one !== undefined);
  return { all: [...controls, ...single], controls, identity, boundary, session, resource };
}

function decideOptional(
  layer: PolicyLayer | undefined,
  request: AccessRequest,
  reading: LayerReading,
): LayerDecision | undefined {
  return layer === undefined ? undefined : decideLayer(layer, request, reading);
}

const EMPTY: PolicyLayer = { statements: [], isComplete: true };

function granted(request: AccessRequest, layers: DecidedLayers, steps: EvaluationSteps): Verdict {
  const { principal, resourceAccount } = request;
  const byResource = layers.resource?.capacities ?? NOBODY;
  if (principal.kind === 'service' || principal.kind === 'anonymous') return byResource.direct;
  // The root user has no policies of its own and needs none.
  const isRoot = principal.kind === 'root';
  const limits = allOf([
    layers.boundary?.allow ?? 'yes',
    layers.session?.allow ?? (isRoot ? 'yes' : steps.whenMissing(request)),
  ]);
  const byIdentity = allOf([isRoot ? 'yes' : layers.identity.allow, limits]);
  const named = anyOf([byResource.direct, byResource.role, byResource.account]);
  if (principal.account !== resourceAccount) return allOf([byIdentity, named]);
  const identityAlone = steps.needsResourcePolicy(request) ? allOf([byIdentity, named]) : byIdentity;
  return anyOf([identityAlone, steps.grantOfResource(byResource, limits)]);
}

const NOBODY: Capacities = { direct: 'no', role: 'no', account: 'no' };

interface LayerReading {
  readonly steps: EvaluationSteps;
  readonly isResourcePolicy: boolean;
}

function decideLayer(layer: PolicyLayer, request: AccessRequest, reading: LayerReading): LayerDecision {
  const open = layer.isComplete ? 'no' : 'unknown';
  let deny: Verdict = open;
  let capacities: Capacities = { direct: open, role: open, account: open };
  for (const one of layer.statements) {
    const applies = statementApplies(one, request, reading);
    if (applies === 'no') continue;
    const found = reading.isResourcePolicy
      ? capacitiesOf(one.statement.principals, request.principal)
      : { ...NOBODY, direct: 'yes' as const };
    const meant: Capacities = {
      direct: allOf([applies, found.direct]),
      role: allOf([applies, found.role]),
      account: allOf([applies, found.account]),
    };
    if (one.statement.effect === 'Deny') deny = anyOf([deny, meant.direct, meant.role, meant.account]);
    else
      capacities = {
        direct: anyOf([capacities.direct, meant.direct]),
        role: anyOf([capacities.role, meant.role]),
        account: anyOf([capacities.account, meant.account]),
      };
  }
  return { deny, allow: capacities.direct, capacities };
}

function statementApplies(
  one: LayerStatement,
  request: AccessRequest,
  { steps, isResourcePolicy }: LayerReading,
): Verdict {
  const { statement, hasVariables } = one;
  if (!speaksOf(statement, request.action)) return 'no';
  // Only resource policies may leave the resource out; elsewhere IAM would not have stored the statement.
  const withoutResource = isResourcePolicy ? 'yes' : 'unknown';
  const isOnResource = statement.resources === undefined ? withoutResource : resourceNamed(one, request, steps);
  if (isOnResource === 'no') return 'no';
  const conditions = statement.condition.map((test) =>
    holds(test, request.context, { comparisons: steps.comparisons, hasVariables }),
  );
  return allOf([isOnResource, ...conditions]);
}

function resourceNamed(
  { statement, hasVariables }: LayerStatement,
  request: AccessRequest,
  steps: EvaluationSteps,
): Verdict {
  if (statement.resources === undefined) return 'no';
  const resource = mask(steps.resourceOf(request));
  const named = anyOf(
    statement.resources.patterns.map((pattern) => {
      if (!hasVariables) return verdictOf(matches(pattern, resource));
      const substituted = substitute(pattern, request.context);
      if (substituted.kind === 'text') return verdictOf(matches(substituted.text, resource));
      return substituted.kind === 'absent' ? 'no' : 'unknown';
    }),
  );
  return statement.resources.kind === 'only' ? named : not(named);
}
