/** Tokens as they are written. Nothing here verifies one: that is the authorizer's to do. */
import { isRecord, listIn, textIn, type UnknownRecord } from "../api/record.ts";

export interface Token {
  raw: string;
  header: UnknownRecord;
  claims: UnknownRecord;
}

/**
 * Reads a JSON Web Token; `undefined` where it is none.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7519#section-7.2
 */
export function decodeToken(raw: string): Token | undefined {
  const [header, claims, ...signature] = raw.split(".").map(decodePart);
  return signature.length === 1 && isRecord(header) && isRecord(claims) ? { raw, header, claims } : undefined;
}

function decodePart(part: string): unknown {
  if (!/^[\w-]+$/.test(part)) return undefined;
  try {
    const binary = atob(part.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** The user pool's groups of the one who has it. */
export function groupsOf({ claims }: Token): string[] {
  const groups = Object.hasOwn(claims, "cognito:groups") ? claims["cognito:groups"] : undefined;
  return listIn(groups).filter((group) => typeof group === "string");
}

/** Access tokens and ID tokens name the user differently. */
export function usernameOf({ claims }: Token): string {
  return textIn(claims.username) ?? textIn(claims["cognito:username"]) ?? "somebody without a name";
}

/** Epoch milliseconds. A token without an expiry is over. */
export function expiryOf({ claims: { exp } }: Token): number {
  return typeof exp === "number" && Number.isFinite(exp) ? exp * 1000 : 0;
}

/** `59:07`; `undefined` once it is over. */
export function remainingText(expiry: number, now: number): string | undefined {
  const seconds = Math.floor((expiry - now) / 1000);
  if (seconds <= 0) return undefined;
  const two = (number: number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}
