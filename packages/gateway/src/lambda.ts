/** Lambda functions, and calling them as the service does: JSON in, JSON out, within a time. */

export type LambdaFunction = (event: unknown, context: LambdaContext) => Promise<unknown>;

/** @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export interface LambdaContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  callbackWaitsForEmptyEventLoop: boolean;
  getRemainingTimeInMillis(): number;
}

export interface Invocation {
  readonly functionName: string;
  readonly event: unknown;
  readonly requestId: string;
  readonly timeoutMs: number;
  readonly region: string;
  readonly accountId: string;
  readonly clock: () => number;
}

export type InvocationOutcome =
  | { readonly type: "returned"; readonly value: unknown }
  /** The message is the function's own and may hold anything: compare it, never pass it on. */
  | { readonly type: "threw"; readonly message: string }
  | { readonly type: "timedOut" };

/** Invokes a function with a copy of the event, and gives a copy of its result. Never rejects. */
export async function invoke(
  implementation: LambdaFunction,
  invocation: Invocation,
): Promise<InvocationOutcome> {
  let timer: NodeJS.Timeout | undefined;
  const timedOut = new Promise<InvocationOutcome>((resolve) => {
    timer = setTimeout(() => resolve({ type: "timedOut" }), invocation.timeoutMs);
  });
  try {
    return await Promise.race([run(implementation, invocation), timedOut]);
  } finally {
    clearTimeout(timer);
  }
}

async function run(implementation: LambdaFunction, invocation: Invocation): Promise<InvocationOutcome> {
  try {
    const value = await implementation(copy(invocation.event), lambdaContext(invocation));
    return { type: "returned", value: copy(value) };
  } catch (error) {
    return { type: "threw", message: messageOf(error) };
  }
}

/** A value after its way over the wire. What JSON cannot say becomes `null`. */
function copy(value: unknown): unknown {
  const text: string | undefined = JSON.stringify(value);
  return text === undefined ? null : JSON.parse(text);
}

function messageOf(error: unknown): string {
  if (typeof error === "string") return error;
  const hasMessage = typeof error === "object" && error !== null && "message" in error;
  return hasMessage && typeof error.message === "string" ? error.message : "";
}

function lambdaContext(invocation: Invocation): LambdaContext {
  const { functionName, requestId, timeoutMs, region, accountId, clock } = invocation;
  const deadline = clock() + timeoutMs;
  return {
    awsRequestId: requestId,
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:${region}:${accountId}:function:${functionName}`,
    memoryLimitInMB: "128",
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: "local",
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - clock()),
  };
}
