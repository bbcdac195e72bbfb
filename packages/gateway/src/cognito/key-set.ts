const TIMEOUT_MS = 3000;

/**
 * Reads a JSON Web Key Set by HTTP.
 * @throws Error when it cannot be had within three seconds
 */
export async function fetchKeySet(uri: string): Promise<ArrayBuffer> {
  const response = await fetch(uri, { redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`expected the keys of the user pool, came the status ${response.status}`);
  return response.arrayBuffer();
}
