/** A request to AWS, as far as policies look at it. */

/** Who asks. */
export type RequestPrincipal =
  | { readonly kind: 'root'; readonly account: string }
  | { readonly kind: 'user'; readonly account: string; readonly arn: string }
  | {
      readonly kind: 'role-session';
      readonly account: string;
      /** `arn:aws:sts::…:assumed-role/name/session`. */
      readonly arn: string;
      readonly roleArn: string;
    }
  | {
      readonly kind: 'federated-user';
      readonly account: string;
      /** `arn:aws:sts::…:federated-user/name`, from GetFederationToken. */
      readonly arn: string;
      /** The user whose keys asked for the token. */
      readonly userArn: string;
    }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'anonymous' };

/** The condition keys of a request. */
export interface RequestContext {
  /** By name in lower case. An empty list is an absent key. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Whether those are all: otherwise a key that is missing here is unknown, not absent. */
  readonly isComplete: boolean;
}

/** What is asked for. */
export interface AccessRequest {
  readonly principal: RequestPrincipal;
  /** `iam:PassRole`; case does not matter. */
  readonly action: string;
  /** The ARN; taken for `*` where the action is not authorised on single resources. */
  readonly resource: string;
  /** The account that owns the resource. */
  readonly resourceAccount: string;
  readonly context: RequestContext;
}
