/** One local stack and one browser for all tests. */
import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { launchOptions, whyNoBrowser } from "./browser.ts";
import { startStack } from "./running-stack.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the browser listens; missing where there is none, and none is asked for. */
    browser: string | undefined;
    consoleUrl: string;
    /** The checkout that the stack runs from. */
    root: string;
  }
}

export default async function setup({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> {
  const reason = whyNoBrowser();
  if (reason !== undefined) {
    if (!process.env.LYCHGATE_E2E_OPTIONAL) {
      throw new Error(`there is no browser to try the console in: ${reason}; or set LYCHGATE_E2E_OPTIONAL=1`);
    }
    console.warn(`the console is not tried in a browser: ${reason}`);
    provide("browser", undefined);
    return undefined;
  }
  // A browser ends with this process, whatever happens; a stack has to be ended.
  const browser = await chromium.launchServer(launchOptions());
  const stack = await startStack();
  provide("browser", browser.wsEndpoint());
  provide("consoleUrl", stack.consoleUrl);
  provide("root", stack.checkout.root);
  return async () => {
    await browser.close();
    await stack.end();
  };
}
