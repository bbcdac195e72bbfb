import { readFileSync } from "node:fs";
import { logIn } from "@lychgate/cli";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildFunctions } from "../src/function-build.ts";
import { type Stack, startStack } from "../src/stack.ts";
import { createTempCheckout } from "./temp-checkout.ts";

const GUIDE = readFileSync(new URL("../../../docs/choosing-a-method.md", import.meta.url), "utf8");

/** A command of the guide, and what it says that comes of it. */
interface Shown {
  command: string;
  /** One for each call. */
  statuses: number[];
  /** The body of the last one, where the guide shows it whole. */
  body: string | undefined;
}

function readBlocks(): Shown[] {
  const lines = GUIDE.matchAll(/^(?:for i in [\d ]+; do )?(curl .*?)(?:; done)? +# (.*)$/gm);
  return Array.from(lines, ([, command = "", comment = ""]) => shown(command, comment));
}

function readTables(): Shown[] {
  const rows = GUIDE.matchAll(/\| `(curl [^`]+)` \| (.*) \|$/gm);
  return Array.from(rows, ([, command = "", answer = ""]) => shown(command, answer.replaceAll("`", "")));
}

function shown(command: string, answer: string): Shown {
  const [, statuses = "", body] = /^([\d, ]*\d{3})(?:[^{]*? (\{.*\}))?/.exec(answer) ?? [];
  return { command, statuses: statuses.split(", ").map(Number), body };
}

let stack: Stack;
beforeAll(async () => {
  const { root } = createTempCheckout();
  stack = await startStack({ root, port: 0, functions: buildFunctions(root) });
});
afterAll(() => stack?.close());

/** Puts in what the shell would: addresses, tokens, values of `stack.json`. */
async function expand(text: string): Promise<string> {
  let expanded = text.replace("$API", stack.file.apiUrl).replace("$METHODS", stack.file.methods.apiUrl);
  for (const [found, path = ""] of text.matchAll(/\$\(stack ([\w.]+)\)/g)) {
    expanded = expanded.replace(found, String(valueAt(path)));
  }
  for (const [found, user = "", id] of text.matchAll(/\$\(npx lychgate token (\w+)( --id)?\)/g)) {
    expanded = expanded.replace(found, await tokenOf(user, id !== undefined));
  }
  return expanded;
}

function valueAt(path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => Object(value)[name], stack.file);
}

async function tokenOf(username: string, isId: boolean): Promise<string> {
  const { cognito, region, users } = stack.file;
  const user = users.find((each) => each.username === username);
  const { clientId, endpoint } = cognito;
  const tokens = await logIn({ username, password: user?.password ?? "", clientId, region, endpoint });
  return isId ? tokens.idToken : tokens.accessToken;
}

async function run(command: string): Promise<{ status: number; body: string }> {
  const [, header, url = ""] = /^curl (?:-H "(.*?)" )?(\S+)$/.exec(await expand(command)) ?? [];
  const [name = "", value = ""] = header?.split(": ") ?? [];
  const response = await fetch(url, { headers: name === "" ? {} : { [name]: value } });
  return { status: response.status, body: await response.text() };
}

const SHOWN = [...readTables(), ...readBlocks()];
// These are signed, which the Postman collection tries.
const [SIGNED, PLAIN] = [true, false].map((isSigned) =>
  SHOWN.filter(({ command }) => command.includes("--aws-sigv4") === isSigned),
);

describe("a command of the guide", () => {
  it("is there for every method", () => {
    expect(readTables()).toHaveLength(8);
    expect(PLAIN?.length).toBeGreaterThanOrEqual(25);
    expect(SIGNED).toHaveLength(4);
    for (const { statuses } of SHOWN)
      expect(statuses).toContainEqual(expect.toSatisfy((code) => code >= 200));
  });

  it.each(PLAIN ?? [])("is answered as it says: $command", async ({ command, statuses, body }) => {
    const answers = [];
    for (const _ of statuses) answers.push(await run(command));
    expect(answers.map(({ status }) => status)).toEqual(statuses);
    if (body !== undefined) expect(answers.at(-1)?.body).toBe(body);
  });
});
