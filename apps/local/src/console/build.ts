import { join } from "node:path";

const CONSOLE = "apps/console";

/**
 * Builds the console when it is asked for and its files are older than its sources.
 * @param parts is told how to end a build that is under way
 * @returns what gives the folder of the files; what asks meanwhile waits for the same build
 */
export function consoleBuild(root: string, parts: AsyncDisposableStack): () => Promise<string> {
  const ending = new AbortController();
  parts.defer(() => ending.abort());
  let underWay: Promise<string> | undefined;
  return () => {
    underWay ??= build(root, ending.signal).finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}

async function build(root: string, signal: AbortSignal): Promise<string> {
  const { buildConsole } = await import("@lychgate/cli/console-build");
  return buildConsole({ from: join(root, CONSOLE), signal });
}
