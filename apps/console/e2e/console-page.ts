/** Pages of the console, each of which is watched: what it must never do fails the test that opened it. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from "vitest";

const endpoint = inject("browser");
let browser: Browser | undefined;

beforeAll(async () => {
  if (endpoint !== undefined) browser = await chromium.connect(endpoint);
});
beforeEach(({ skip }) => skip(endpoint === undefined, "there is no browser"));
afterAll(() => browser?.close());

interface Watched {
  page: Page;
  faults: string[];
}

const open: Watched[] = [];

afterEach(async () => {
  const watched = open.splice(0);
  for (const { page } of watched) await page.context().close();
  expect(watched.flatMap(({ faults }) => faults)).toEqual([]);
});

export const CONSOLE_URL = inject("consoleUrl");

export interface OpenOptions extends BrowserContextOptions {
  /** Answers to paths of the console in place of the server's. */
  answers?: Readonly<Record<string, Answer>>;
  /** Where the console is, without the hash. */
  at?: string;
  /** Where it may send the browser to; a page is never to fetch anything from there. */
  mayVisit?: string;
}

export type Answer = { status?: number; contentType?: string; body: string } | { json: unknown };

/** A browser that has never seen the console opens it. */
export async function openConsole(hash = "", options: OpenOptions = {}): Promise<Page> {
  const { answers = {}, at = CONSOLE_URL, mayVisit, ...context } = options;
  if (!browser) throw new Error("expected a browser");
  const page = await (await browser.newContext({ reducedMotion: "reduce", ...context })).newPage();
  page.setDefaultTimeout(15_000);
  open.push({ page, faults: await watch(page, new URL(at).origin, mayVisit) });
  for (const [path, answer] of Object.entries(answers)) {
    await page.route(new URL(path, at).href, (route) => route.fulfill(answer));
  }
  await page.goto(new URL(hash, at).href);
  return page;
}

/** Says where a chunk that a test refuses, or an API, answered with an error: that is what the test is about. */
const EXPECTED = /^Failed to load resource/;

/** Errors, what the Content-Security-Policy forbade, and requests to anybody else. */
async function watch(page: Page, own: string, mayVisit: string | undefined): Promise<string[]> {
  const faults: string[] = [];
  await page.exposeFunction("reportViolation", (text: string) => faults.push(`forbidden: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      Reflect.get(window, "reportViolation")(`${violatedDirective} ${blockedURI}`);
    });
  });
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !EXPECTED.test(message.text())) faults.push(`error: ${message.text()}`);
  });
  page.context().on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    const isVisit = origin === mayVisit && request.isNavigationRequest();
    if (protocol !== "data:" && origin !== own && !isVisit) faults.push(`a request to ${request.url()}`);
  });
  return faults;
}
