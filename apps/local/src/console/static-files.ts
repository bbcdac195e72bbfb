/** The console's built files. */
import { createReadStream, readdirSync, statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, relative, sep } from "node:path";
import { answerMessage, answerText, SAFE_HEADERS } from "./answers.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
};

/** Vite puts a hash of what they hold into the names of these. */
const HASHED = /^\/assets\/.*-[\w-]{8,}\.\w+$/;

const PAGE = "/index.html";

/**
 * Serves a folder's files; whatever else a path says, there is nothing.
 * @param build gives the folder, and is asked again whenever the page is
 */
export function serveFiles(
  build: () => Promise<string>,
): (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void> {
  let files = new Map<string, string>();
  return async (request, response, path) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      return answerMessage(response, 405, "expected GET or HEAD");
    }
    const name = path === "/" ? PAGE : path;
    try {
      if (name === PAGE || files.size === 0) files = filesIn(await build());
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return answerText(response, 500, "text/plain; charset=utf-8", `${why}\n`);
    }
    const file = files.get(name);
    if (file === undefined) return answerMessage(response, 404, "the console has no such file");
    sendFile(request, response, name, file);
  };
}

/** The files of a folder by the paths that they are served at: no other file can be asked for. */
function filesIn(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(paths.map((file) => [`/${relative(folder, file).split(sep).join("/")}`, file]));
}

function sendFile(request: IncomingMessage, response: ServerResponse, name: string, file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  // A build that is under way has taken it.
  if (size === undefined) {
    answerMessage(response, 404, "the console is being built anew");
    return;
  }
  response.writeHead(200, {
    ...SAFE_HEADERS,
    "cache-control": HASHED.test(name) ? "public, max-age=31536000, immutable" : "no-cache",
    "content-type": TYPES[extname(name)] ?? "application/octet-stream",
    "content-length": size,
  });
  if (request.method === "HEAD") response.end();
  else
    createReadStream(file)
      .on("error", () => response.destroy())
      .pipe(response);
}
