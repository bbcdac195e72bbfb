/**
 * What the gateway itself tells a client, spaced as API Gateway does.
 *
 * @see https://github.com/aws-samples/simple-websockets-chat-app/issues/24
 */
export function errorText(message: string | null, connectionId: string, requestId: string): string {
  return `{"message": ${JSON.stringify(message)}, "connectionId":${JSON.stringify(connectionId)}, "requestId":${JSON.stringify(requestId)}}`;
}
