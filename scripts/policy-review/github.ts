/** GitHub's API through `gh`, which takes the token from GH_TOKEN. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Run } from "../command.ts";

/** An answer of GitHub other than success. */
export class GitHubError extends Error {
  override readonly name = "GitHubError";
  /** The HTTP status; `undefined` when none came. */
  readonly status: number | undefined;

  constructor(message: string, status: number | undefined) {
    super(message);
    this.status = status;
  }
}

/** The API below `repos/{owner}/{repo}`, or from the root with a slash before the path. */
export interface GitHub {
  repository: string;
  /** @throws GitHubError */
  get(path: string): unknown;
  /** Every page of a list. @throws GitHubError */
  list(path: string): readonly unknown[];
  /** @throws GitHubError */
  send(method: "POST" | "PATCH", path: string, body: unknown): unknown;
}

/** @throws Error for what is not `owner/name` */
export function gitHub(repository: string, run: Run): GitHub {
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) throw new Error(`expected owner/name, got \`${repository}\``);
  const call = (path: string, ...args: string[]): unknown => {
    const url = path.startsWith("/") ? path.slice(1) : `repos/${repository}/${path}`;
    const { code, stdout, output } = run("gh", ["api", url, ...args]);
    if (code === 0) return stdout.trim() === "" ? null : JSON.parse(stdout);
    const [, status] = /\(HTTP (\d{3})\)/.exec(output) ?? [];
    // The output may hold the body that was sent or received; the status says enough.
    throw new GitHubError(
      `gh api ${url} ended with ${status === undefined ? code : `HTTP ${status}`}`,
      status === undefined ? undefined : Number(status),
    );
  };
  return {
    repository,
    get: (path) => call(path),
    list: (path) => {
      const pages = call(path, "--paginate", "--slurp");
      return Array.isArray(pages) ? pages.flat(1) : [];
    },
    send: (method, path, body) =>
      withFile(JSON.stringify(body), (file) => call(path, "--method", method, "--input", file)),
  };
}

function withFile<T>(text: string, use: (file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "lychgate-review-"));
  try {
    const file = join(folder, "body.json");
    writeFileSync(file, text);
    return use(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A property of what came as JSON; `undefined` where there is no such thing. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, key)
        ? Reflect.get(inner, key)
        : undefined,
    value,
  );
}

/** The same as text. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" ? found : undefined;
}
