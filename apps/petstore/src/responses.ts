import type { APIGatewayProxyResult } from "aws-lambda";

/** A response with a JSON body. */
export function answer(
  statusCode: number,
  body: unknown,
  headers: Record<string, string> = {},
): APIGatewayProxyResult {
  return {
    statusCode,
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  };
}

/** A response without a body. */
export function empty(statusCode: number): APIGatewayProxyResult {
  return { statusCode, body: "" };
}

/** A response that says why the request was refused. */
export function refuse(statusCode: number, message: string): APIGatewayProxyResult {
  return answer(statusCode, { message });
}
