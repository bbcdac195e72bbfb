/** The one document that the console shows: who may do what. */
import type { AccessBundle } from "@lychgate/cli/bundle";
import { signal } from "@preact/signals";

export type BundleState =
  | { kind: "loading" }
  | { kind: "failed"; message: string; advice: string }
  | { kind: "ready"; bundle: AccessBundle };

export const bundleState = signal<BundleState>({ kind: "loading" });

let latest = 0;

/** Loads the bundle. One that was there stays while another is loaded, and where that fails. */
export async function loadBundle(get: typeof fetch = fetch): Promise<AccessBundle | undefined> {
  latest += 1;
  const own = latest;
  const loaded = await fetchBundle(get);
  // A later load may have been answered before.
  if (own !== latest) return undefined;
  if (loaded.kind === "ready" || bundleState.value.kind !== "ready") bundleState.value = loaded;
  return loaded.kind === "ready" ? loaded.bundle : undefined;
}

async function fetchBundle(get: typeof fetch): Promise<Exclude<BundleState, { kind: "loading" }>> {
  try {
    const response = await get("./bundle.json", { cache: "no-cache" });
    if (!response.ok) {
      return failed(`there is no \`bundle.json\` beside this page (HTTP ${response.status})`, WRITE_ONE);
    }
    return readBundle(await response.json());
  } catch (error) {
    if (error instanceof SyntaxError) return failed("`bundle.json` is not JSON", WRITE_ONE);
    return failed(
      "`bundle.json` cannot be loaded",
      "Is the server that this page came from still running? A page that was opened as a file cannot load it: serve the folder.",
    );
  }
}

const WRITE_ONE = "`lychgate bundle --console <folder>` writes this page together with its bundle.";

const PARTS = ["apis", "policies", "guardrails", "lint"] as const;

/** Checks that a value is a bundle of the format that is known here. */
export function readBundle(value: unknown): Exclude<BundleState, { kind: "loading" }> {
  if (typeof value !== "object" || value === null || !("format" in value)) {
    return failed("`bundle.json` is not a bundle", WRITE_ONE);
  }
  if (value.format !== 1) {
    return failed(
      `\`bundle.json\` is of format ${JSON.stringify(value.format)}, this page reads format 1`,
      "Page and bundle have to be of one version of Lychgate; write both anew.",
    );
  }
  return isBundle(value)
    ? { kind: "ready", bundle: value }
    : failed("`bundle.json` lacks a part of a bundle", WRITE_ONE);
}

function isBundle(value: object): value is AccessBundle {
  const parts: Readonly<Record<string, unknown>> = { ...value };
  const { matrix, revision } = parts;
  return (
    PARTS.every((part) => Array.isArray(parts[part])) &&
    isObject(revision) &&
    isObject(matrix) &&
    "groups" in matrix &&
    Array.isArray(matrix.groups) &&
    "rows" in matrix &&
    Array.isArray(matrix.rows)
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function failed(message: string, advice: string) {
  return { kind: "failed", message, advice } as const;
}
