import type { PreparedPolicies } from "@lychgate/evaluation";

/** Who signed a request: an IAM user, or a session of an IAM role. */
export interface IamCaller {
  /** `arn:aws:iam::…:user/ann` or `arn:aws:sts::…:assumed-role/vet/session`. */
  readonly arn: string;
  readonly accountId: string;
  /** `AIDA…`, or `AROA…:session`. */
  readonly userId: string;
  readonly accessKeyId: string;
  /** The identity policies: of a user those of its groups as well. */
  readonly policies: PreparedPolicies;
  /**
   * The condition keys that the principal gives a request.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
   */
  readonly context: Readonly<Record<string, string>>;
}
