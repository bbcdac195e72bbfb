import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { stackNow } from "./ask.ts";
import { openConsole } from "./console-page.ts";
import { violationsIn } from "./rules.ts";

const PETSTORE = "apps/petstore/openapi.yaml";
const METHODS = "apps/petstore/methods.yaml";

describe("a user of the pool", () => {
  it("logs in at the pool's own page, and no token is kept anywhere or stands in an address", async () => {
    const page = await openTry();
    const visited: string[] = [];
    page.on("framenavigated", (frame) => visited.push(frame.url()));
    await logIn(page, "owner");
    const who = page.getByRole("region", { name: "Who calls" });
    await who.getByText("owner, in pet-owner").waitFor();
    await who.getByText("Good until").waitFor();
    expect(page.url()).toMatch(/\/#\/try/);
    expect(new URL(page.url()).search).toBe("");
    const login = visited.map((url) => URL.parse(url)).find((url) => url?.pathname === "/oauth2/authorize");
    expect(Object.fromEntries(login?.searchParams ?? [])).toMatchObject({
      response_type: "code",
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: "S256",
    });
    expect(await keptBy(page)).toEqual({ local: ["lychgate-theme"], session: [], cookies: 0 });
    expect(visited.join()).not.toContain("eyJ");

    await who.getByText("Access token", { exact: true }).click();
    expect(await who.getByRole("group", { name: "Access token: claims" }).textContent()).toContain(
      '"cognito:groups": [\n    "pet-owner"\n  ]',
    );
    expect(await page.locator("main").innerHTML()).not.toContain("eyJ");
    await who.getByRole("button", { name: "Show the token itself" }).first().click();
    expect(await page.locator("main").innerHTML()).toContain("eyJ");
    expect(await violationsIn(page)).toEqual([]);
  });

  it("is answered as the gateway decides, cached or not, and told why, which agrees", async () => {
    const page = await openTry();
    await logIn(page, "owner");
    const [first, second, refused] = [
      await call(page, { operation: `${PETSTORE}:GET:/petstore/v1/pets` }),
      await call(page, { operation: `${PETSTORE}:GET:/petstore/v1/pets` }),
      await call(page, { operation: `${PETSTORE}:DELETE:/petstore/v1/pets/{petId}` }),
    ];
    expect(first).toMatchObject({ status: 200, answer: expect.stringContaining('"name":"Birds"') });
    expect(first.answer).toContain("Authorizerasked");
    expect(first.answer).toContain("allowed: ReadPets");
    expect(first.why).toContain("The gateway decided the same.");
    expect(first.why).toContain("Allowed A member of pet-owner may GET /petstore/v1/pets from 192.0.2.10");
    expect(second).toMatchObject({ status: 200, answer: expect.stringContaining("Authorizernot asked") });
    expect(refused.status).toBe(403);
    expect(refused.answer).toContain("The caller is known and may not");
    expect(refused.why).toContain("The gateway decided the same.");
    expect(refused.why).toContain("no statement allows it");
    expect(await violationsIn(page)).toEqual([]);
  });

  it("is let in from the clinic alone, where the policy says so", async () => {
    const page = await openTry();
    await logIn(page, "vet");
    const operation = `${PETSTORE}:DELETE:/petstore/v1/pets/{petId}`;
    const clinic = await call(page, { operation });
    const elsewhere = await call(page, { operation, network: "elsewhere" });
    expect([clinic.status, elsewhere.status]).toEqual([204, 403]);
    for (const { why } of [clinic, elsewhere]) expect(why).toContain("The gateway decided the same.");
    expect(elsewhere.why).toContain("this request comes from 203.0.113.10");
  });

  it.each([
    ["guest", "in no group"],
    ["groomer", "in pet-groomer"],
  ])("who is %s, %s, is refused", async (username, groups) => {
    const page = await openTry();
    await logIn(page, username);
    await page.getByText(groups).first().waitFor();
    const { status, why } = await call(page, { operation: `${PETSTORE}:GET:/petstore/v1/pets` });
    expect(status).toBe(403);
    expect(why).toContain("Denied");
  });

  it("who logs out is forgotten: no token is left, and what needs one cannot be called", async () => {
    const page = await openTry();
    await logIn(page, "admin");
    await call(page, { operation: `${PETSTORE}:GET:/petstore/v2/pets` });
    await page.getByRole("button", { name: "Log out" }).click();
    await page.getByText("Logged out: the tokens and the last answer are forgotten.").waitFor();
    await page.getByText("What is answered is shown here").waitFor();
    expect(await page.getByRole("button", { name: "Call", exact: true }).isDisabled()).toBe(true);
    expect(await keptBy(page)).toEqual({ local: ["lychgate-theme"], session: [], cookies: 0 });
    expect(await page.content()).not.toContain("eyJ");
  });

  it("is asked to log in again once the page was loaded anew", async () => {
    const page = await openTry();
    await logIn(page, "owner");
    await page.reload();
    await page.getByText("Nobody is logged in.").waitFor();
  });
});

const REFUSED_OR_NOT: readonly [asked: Asked, status: number, why: string][] = [
  [{ operation: `${PETSTORE}:GET:/petstore/v1/pets`, credential: "none" }, 401, "There is no token"],
  [
    { operation: `${PETSTORE}:GET:/petstore/v1/pets`, credential: "foreign" },
    403,
    "takes tokens of its own pool alone",
  ],
  [{ operation: `${METHODS}:GET:/metered/pets` }, 200, "The usage plan of the key decides here"],
  [
    { operation: `${METHODS}:GET:/metered/pets`, credential: "none" },
    403,
    "The usage plan of the key decides",
  ],
  [{ operation: `${METHODS}:GET:/demo/pets` }, 200, "IAM decides here"],
  [{ operation: `${METHODS}:GET:/demo/status` }, 403, "IAM decides here"],
  [{ operation: `${METHODS}:GET:/demo/pets`, credential: "none" }, 403, "IAM decides here"],
  [{ operation: `${METHODS}:GET:/network/pets` }, 200, "resource policy decides by the network"],
  [{ operation: `${METHODS}:GET:/network/pets`, network: "elsewhere" }, 403, "decides by the network"],
  [{ operation: `${METHODS}:GET:/admin`, credential: "foreign" }, 401, "The user pool decides here"],
];

describe("a caller without a token of the pool", () => {
  it("is answered by what it brings: a key, a signature, a foreign token, nothing", async () => {
    const page = await openTry();
    for (const [asked, status, why] of REFUSED_OR_NOT) {
      const answered = await call(page, asked);
      expect(answered, JSON.stringify(asked)).toMatchObject({ status, why: expect.stringContaining(why) });
    }
  });

  it("uses up what the plan of its key gives", async () => {
    const page = await openTry();
    const asked = { operation: `${METHODS}:GET:/metered/pets`, credential: "key:trial" };
    const statuses = [await call(page, asked), await call(page, asked), await call(page, asked)];
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(statuses[2]?.answer).toContain("The key's quota is used up");
  });
});

it("tokens of the pool open what asks for them by themselves: ID tokens, and access tokens with a scope", async () => {
  const page = await openTry();
  await logIn(page, "admin");
  const asked = ["GET:/admin", "GET:/role/pets", "GET:/scoped/pets", "GET:/scoped/status"];
  const statuses: number[] = [];
  for (const route of asked) statuses.push((await call(page, { operation: `${METHODS}:${route}` })).status);
  expect(statuses).toEqual([200, 200, 200, 401]);
  const id = await call(page, { operation: `${PETSTORE}:GET:/petstore/v1/pets`, credential: "id" });
  expect(id).toMatchObject({ status: 403, why: expect.stringContaining("it denies an ID token") });
});

describe("a login that goes wrong", () => {
  it.each([
    ["?code=abc&state=def", "the login page answered a login that was not begun in this tab"],
    ["?error=access_denied&state=def", "the login page answered a login that was not begun in this tab"],
  ])("%s says so, and nothing of it stays in the address", async (search, message) => {
    const page = await openConsole(search);
    await page.getByRole("alert").getByText(message).waitFor();
    expect(new URL(page.url()).search).toBe("");
  });

  it("is not finished with what answers another one", async () => {
    const page = await openTry();
    await page.getByRole("button", { name: "Log in" }).click();
    await page.waitForURL(/\/oauth2\/authorize/);
    const home = new URL(stackNow().consoleUrl);
    await page.goto(`${home.origin}/?code=abc&state=other`);
    await page.getByText("what was answered is not what was asked for").waitFor();
    expect(await keptBy(page)).toMatchObject({ session: [] });
  });

  it("says what to do where the pool knows no such code", async () => {
    const page = await openTry();
    await page.getByRole("button", { name: "Log in" }).click();
    await page.waitForURL(/\/oauth2\/authorize/);
    const state = new URL(page.url()).searchParams.get("state");
    await page.goto(`${new URL(stackNow().consoleUrl).origin}/?code=abc&state=${state}`);
    await page.getByText("the pool gives no tokens for this code").waitFor();
    await page.getByText("log in again").waitFor();
  });
});

it("a path that cannot be called is said at the field, and is not called", async () => {
  const page = await openTry();
  await page.getByLabel("Path").fill("petstore");
  await page.getByText("expected the path to begin with /").waitFor();
  expect(await page.getByRole("button", { name: "Call", exact: true }).isDisabled()).toBe(true);
});

it("an answer and a reason lead here", async () => {
  const page = await openConsole(
    "#/why?groups=pet-owner&method=GET&path=/petstore/v1/pets/3&ip=203.0.113.10",
  );
  await page.getByRole("link", { name: "Try it on the local stack" }).click();
  await page.getByRole("heading", { name: "Try it", level: 1 }).waitFor();
  expect(await page.getByLabel("Path").inputValue()).toBe("/petstore/v1/pets/3");
  expect(await page.getByLabel("elsewhere (203.0.113.10)").isChecked()).toBe(true);
});

function openTry(): Promise<Page> {
  return openConsole("#/try", { mayVisit: new URL(stackNow().cognito.endpoint).origin });
}

async function logIn(page: Page, username: string): Promise<void> {
  const { password = "" } = stackNow().users.find((user) => user.username === username) ?? {};
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Log out" }).waitFor();
}

interface Answered {
  status: number;
  answer: string;
  why: string;
}

interface Asked {
  operation: string;
  network?: "clinic" | "elsewhere";
  /** What the operation asks for unless it is given. */
  credential?: string;
}

async function call(page: Page, { operation, network = "clinic", credential }: Asked): Promise<Answered> {
  await page.getByLabel("Operation", { exact: true }).selectOption(operation);
  await page.getByRole("radio", { name: network }).check();
  if (credential !== undefined) await page.getByLabel("Bring").selectOption(credential);
  const answered = page.waitForResponse(/\/gateway\//);
  await page.getByRole("button", { name: "Call", exact: true }).click();
  const response = await answered;
  const id = (await response.allHeaders())["x-amzn-requestid"] ?? "";
  const answer = page.getByRole("region", { name: "The answer" });
  await answer.getByText(id).first().waitFor();
  const why = page.getByRole("region", { name: "Why", exact: true });
  return {
    status: response.status(),
    answer: (await answer.textContent()) ?? "",
    why: (await why.textContent()) ?? "",
  };
}

/** The names of what the browser keeps for the console. */
async function keptBy(page: Page) {
  const storage = await page.evaluate(() => ({
    local: Object.keys(window.localStorage),
    session: Object.keys(window.sessionStorage),
  }));
  return { ...storage, cookies: (await page.context().cookies()).length };
}
