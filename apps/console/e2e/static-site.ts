/** Files of a folder from a server that knows nothing of the console, below a path of its own. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
};

const PLACE = "/reviews/42/";

export interface StaticSite {
  url: string;
  close(): Promise<void>;
}

/** @param files what is served in place of the folder's, by name */
export async function serveFolder(
  folder: string,
  files: Readonly<Record<string, string>> = {},
): Promise<StaticSite> {
  const server = createServer(({ url = "" }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    const name = pathname === PLACE ? "index.html" : pathname.replace(PLACE, "");
    try {
      const body = files[name] ?? readFileSync(join(folder, normalize(`/${name}`)));
      response
        .writeHead(200, { "content-type": TYPES[extname(name)] ?? "application/octet-stream" })
        .end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("expected a port");
  return {
    url: `http://127.0.0.1:${address.port}${PLACE}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
