/** What tests ask of the console and of the stack behind it. */
import type { AccessBundle } from "@lychgate/cli/bundle";
import type { Page } from "playwright-core";
import { inject } from "vitest";
import { CONSOLE_URL } from "./console-page.ts";
import { stackFileIn } from "./running-stack.ts";

export async function bundleNow(): Promise<AccessBundle> {
  const response = await fetch(new URL("/bundle.json", CONSOLE_URL));
  return (await response.json()) as AccessBundle;
}

export function stackNow() {
  return stackFileIn(inject("root"));
}

/** An access token of one of the local users. */
export async function tokenOf(username: string): Promise<string> {
  const { cognito, users, region } = stackNow();
  const user = users.find((each) => each.username === username);
  if (!user) throw new Error(`expected a user \`${username}\``);
  // It takes long to load, and few tests need it.
  const { logIn } = await import("@lychgate/cli");
  const { password } = user;
  const { endpoint, clientId } = cognito;
  return (await logIn({ username, password, clientId, region, endpoint })).accessToken;
}

/** The name of what has the focus. */
export function focusedName(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    return focused?.getAttribute("aria-label") ?? focused?.textContent;
  });
}
