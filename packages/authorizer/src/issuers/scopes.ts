import type { Claims } from "../claims.ts";

/**
 * Whether the token has all of these scopes. They stand in the claim `scope`, in its absence in `scp`, as a
 * text with spaces between them or as a list.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-2.2.3
 */
export function hasScopes(claims: Claims, required: readonly string[]): boolean {
  if (required.length === 0) return true;
  const given = scopesIn(claims.scope ?? claims.scp);
  return required.every((scope) => given.includes(scope));
}

function scopesIn(value: unknown): readonly unknown[] {
  if (typeof value === "string") return value.split(" ");
  return Array.isArray(value) ? value : [];
}
