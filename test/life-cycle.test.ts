import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { listenOnLoopback } from "@lychgate/cli";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { awaitCallback } from "../scripts/life-cycle/callback.ts";
import {
  type Deployed,
  readDeployed,
  removeDeployed,
  writeDeployed,
} from "../scripts/life-cycle/deployed.ts";
import { deployedPage, endLogin, keptToken } from "../scripts/life-cycle/login.ts";
import { codeFrom, exchangeCode, type LoginPage, loginAddress } from "../scripts/life-cycle/login-page.ts";
import { challengeOf, createProof } from "../scripts/life-cycle/pkce.ts";
import { secretFilePath, writeSecretFile } from "../scripts/life-cycle/secret-file.ts";
import { destroyArguments } from "../scripts/life-cycle/stacks.ts";
import { lifeCycleTarget } from "../scripts/life-cycle/target.ts";
import { generatePassword } from "../scripts/life-cycle/user.ts";

const SCRIPT = join(import.meta.dirname, "../scripts/life-cycle.ts");
const CALLBACK = "http://localhost:4010/callback";
const PAGE: LoginPage = { url: "https://login.example.com", clientId: "client", callbackUrl: CALLBACK };
const DEPLOYED: Deployed = {
  environment: "dev",
  region: "eu-west-1",
  apiUrl: "https://api.example.com/dev",
  loginUrl: "https://login.example.com",
  userPoolId: "eu-west-1_pool",
  clientId: "client",
  user: { username: "vet", password: "secret-of-the-test", groups: ["pet-veterinarian"] },
};
const DEV = lifeCycleTarget({ LYCHGATE_ENVIRONMENT: "dev" });
const LOCAL = lifeCycleTarget({ LYCHGATE_ENVIRONMENT: "local" });

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lychgate-cycle-"));
});

afterEach(() => rmSync(root, { recursive: true }));

describe("the proof of a login", () => {
  it("is the example of RFC 7636", () => {
    expect(challengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).toBe(
      "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    );
  });

  it("is another for each login, and long enough", () => {
    const [first, second] = [createProof(), createProof()];
    expect(new Set([first.verifier, first.state, second.verifier, second.state]).size).toBe(4);
    expect(first.verifier).toMatch(/^[\w-]{43,128}$/);
  });
});

describe("the address of the login", () => {
  it("asks for a code, which only who has the verifier can use", () => {
    const proof = createProof();
    const address = new URL(loginAddress(PAGE, proof));
    expect(address.origin + address.pathname).toBe("https://login.example.com/oauth2/authorize");
    expect(Object.fromEntries(address.searchParams)).toEqual({
      response_type: "code",
      client_id: "client",
      redirect_uri: CALLBACK,
      scope: "openid",
      state: proof.state,
      code_challenge: createHash("sha256").update(proof.verifier).digest("base64url"),
      code_challenge_method: "S256",
    });
    expect(address.href).not.toContain(proof.verifier);
  });
});

describe("what a login ends with", () => {
  it.each([
    ["the code", "abc-123", "abc-123"],
    ["the address with it", `${CALLBACK}?code=abc-123&state=mine`, "abc-123"],
  ])("may be given as %s", (_, given, code) => expect(codeFrom(given, { state: "mine" })).toBe(code));

  it.each([
    ["of another login", `${CALLBACK}?code=abc&state=theirs`, "of another login"],
    ["without a state", `${CALLBACK}?code=abc`, "of another login"],
    ["of a login that failed", `${CALLBACK}?error=access_denied&state=mine`, "sent no code"],
  ])("is refused when it is the address %s", (_, given, message) => {
    expect(() => codeFrom(given, { state: "mine" })).toThrow(message);
  });

  it("is exchanged together with the verifier", async () => {
    const bodies: string[] = [];
    await withTokens({ access_token: "the-token", expires_in: 3_600 }, bodies, async (page) => {
      const before = Date.now();
      const { accessToken, expiresAt } = await exchangeCode(page, "abc", { verifier: "v" });
      expect(accessToken).toBe("the-token");
      expect(expiresAt).toBeGreaterThanOrEqual(before + 3_600_000);
    });
    expect(Object.fromEntries(new URLSearchParams(bodies[0]))).toEqual({
      grant_type: "authorization_code",
      client_id: "client",
      redirect_uri: CALLBACK,
      code: "abc",
      code_verifier: "v",
    });
  });

  it.each([[{}], [{ access_token: "t" }], [{ access_token: 1, expires_in: 1 }], ["text"], [null]])(
    "is no token when the answer is %j",
    (answer) =>
      withTokens(answer, [], async (page) => {
        await expect(exchangeCode(page, "abc", { verifier: "v" })).rejects.toMatchObject({
          code: "LoginRefused",
          message: "expected an access token from the login page",
        });
      }),
  );

  it("is kept for its owner alone, for calls where it is from, until it has expired", async () => {
    writeSecretFile(root, "login.json", { verifier: "v", state: "mine" });
    let url = "";
    await withTokens({ access_token: "the-token", expires_in: 60 }, [], async (page) => {
      url = page.url;
      await endLogin(root, page, "abc");
    });
    expect(modeOf("login.json")).toBe(0o600);
    expect(keptToken(root, { url })).toBe("the-token");
    expect(keptToken(root, PAGE)).toBeUndefined();
    writeSecretFile(root, "login.json", { accessToken: "the-token", expiresAt: Date.now() - 1, url });
    expect(keptToken(root, { url })).toBeUndefined();
  });

  it("is nothing when no login was begun", async () => {
    await expect(endLogin(root, PAGE, "abc")).rejects.toThrow("no login was begun");
  });
});

describe("the callback", () => {
  it("takes the code of the login that is waited for, and waits past every other", async () => {
    const waiting = await awaitCallback(CALLBACK, { verifier: "v", state: "mine" }, 0);
    expect(waiting.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:/);
    const get = async (path: string) => (await fetch(waiting.endpoint + path)).status;
    expect(await get("/callback?code=wrong&state=theirs")).toBe(400);
    expect(await get("/other?code=wrong&state=mine")).toBe(400);
    expect(await get("/callback?code=right&state=mine")).toBe(200);
    expect(await waiting.code).toBe("right");
    await waiting.close();
  });
});

describe("what was deployed", () => {
  it("is written for its owner alone, also over a file that everybody could read", () => {
    writeSecretFile(root, "other.json", {});
    writeFileSync(secretFilePath(root, "deployed.json"), "{}", { mode: 0o644 });
    writeDeployed(root, DEPLOYED);
    expect(modeOf("deployed.json")).toBe(0o600);
    expect(readDeployed(root, DEV)).toEqual(DEPLOYED);
  });

  it("is gone when it is deleted", () => {
    writeDeployed(root, DEPLOYED);
    removeDeployed(root);
    expect(existsSync(secretFilePath(root, "deployed.json"))).toBe(false);
    expect(() => readDeployed(root, DEV)).toThrow("`dev` was not deployed from here: npm run cycle:deploy");
  });

  it("is not taken for another environment", () => {
    writeDeployed(root, DEPLOYED);
    expect(() => readDeployed(root, LOCAL)).toThrow(
      "expected `local` to be deployed from here, but it is `dev`",
    );
  });

  it("is kept out of the repository", () => {
    const ignored = readFileSync(join(import.meta.dirname, "../.gitignore"), "utf8").split("\n");
    expect(ignored).toContain(".lychgate/");
  });

  it("has a login page in AWS, and none at an AWS API server, whose address is somebody else's", () => {
    writeDeployed(root, DEPLOYED);
    expect(deployedPage(root, DEV)).toEqual({ ...PAGE, callbackUrl: DEV.callbackUrl });
    writeDeployed(root, { ...DEPLOYED, environment: "local" });
    expect(() => deployedPage(root, LOCAL)).toThrow("an AWS API server has no login page");
  });
});

describe("deleting the stacks", () => {
  it("names them all at once but the one that outlives them, and lets none off its order", () => {
    expect(destroyArguments(DEV)).toEqual([
      "destroy",
      "lychgate-dev-{edge,api,policy-store,identity}",
      "--auto-approve",
    ]);
  });
});

describe("a generated password", () => {
  it("is what the user pool asks for, and another each time", () => {
    const password = generatePassword();
    for (const wanted of [/.{14}/, /[a-z]/, /[A-Z]/, /\d/, /-/]) expect(password).toMatch(wanted);
    expect(generatePassword()).not.toBe(password);
  });
});

describe("the life cycle", () => {
  const life = (environment: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], {
      // Nothing of the machine's own settings: no test depends on them.
      env: { PATH: process.env.PATH ?? "", LYCHGATE_ENVIRONMENT: environment },
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };

  it.each(["deploy", "call-open", "protect", "call", "destroy"])("is not for prod: %s", (step) => {
    expect(life("prod", step)).toEqual({
      status: 2,
      stdout: "",
      stderr: "the life cycle opens an API and deletes it: expected `local` or `dev`, got `prod`\n",
    });
  });

  it.each([
    ["an environment that there is not", "test", ["deploy"], "got `test`"],
    ["a step that there is not", "dev", ["undo"], "unknown command 'undo'"],
    ["an option that there is not", "dev", ["destroy", "--now"], "unknown option '--now'"],
  ])("says in one line that it does not know %s", (_, environment, args, message) => {
    const { status, stdout, stderr } = life(environment, ...args);
    expect(stderr).toContain(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  });

  it("has a script in package.json for each step", () => {
    const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, "../package.json"), "utf8"));
    const steps = life("dev", "--help")
      .stdout.match(/^ {2}(?!help)[a-z-]+ (?= *\S)/gm)
      ?.map((line) => line.trim());
    expect(steps).toContain("call-open");
    const cycle = Object.keys(scripts).filter((name) => name.startsWith("cycle:"));
    expect(cycle).toEqual(steps?.filter((step) => !step.startsWith("-")).map((step) => `cycle:${step}`));
  });
});

function modeOf(name: string): number {
  return statSync(secretFilePath(root, name)).mode & 0o777;
}

/** A token endpoint on this machine that answers so. */
async function withTokens(answer: unknown, bodies: string[], work: (page: LoginPage) => Promise<void>) {
  const server = createServer(async (request, response) => {
    bodies.push(await text(request));
    response.end(JSON.stringify(answer));
  });
  const { endpoint, close } = await listenOnLoopback(server);
  try {
    await work({ ...PAGE, url: endpoint });
  } finally {
    await close();
  }
}
