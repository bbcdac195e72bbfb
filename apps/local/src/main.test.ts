import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { listenOnLoopback, stackFilePath } from "@lychgate/cli";
import { describe, expect, it } from "vitest";
import { keepStarted, npmStart } from "../test/processes.ts";
import { createTempCheckout } from "../test/temp-checkout.ts";
import { SCENARIO } from "./scenario.ts";

const OWNER = "policies/pet-owner.ts";
const VET = "policies/pet-veterinarian.ts";

describe.concurrent("npm start -- --once", () => {
  it("prints each call of the scenario with its status and body, and ends with exit code 0", async () => {
    const { root } = createTempCheckout();
    const { code, stdout, stderr } = await npmStart(root, "--once", "--port", "0");
    for (const { path, title, status, body } of SCENARIO) {
      expect(stdout).toContain(`✓ GET /dev${path}  ${title}\n    ${status} ${body}\n`);
    }
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(existsSync(stackFilePath(root))).toBe(false);
  });

  it("ends with exit code 1 when a call is answered otherwise", async () => {
    const { root, read, write } = createTempCheckout();
    write(VET, read(VET).replace("GET /petstore/v2/status", "GET /petstore/v2/**"));
    const { code, stdout } = await npmStart(root, "--once", "--port", "0");
    expect(stdout).toMatch(
      /✗ expected 403 .*\n {2}GET \/dev\/petstore\/v2\/pets {2}a veterinarian\n {4}200 /,
    );
    expect(stdout.match(/✗/g)).toHaveLength(1);
    expect(code).toBe(1);
  });
});

describe.concurrent("npm start -- --open", () => {
  it("warns, shows that a call without a token is let through, and does not run the scenario", async () => {
    const { root } = createTempCheckout();
    const { code, stdout, stderr } = await npmStart(root, "--open", "--once", "--port", "0");
    expect(stderr).toMatch(/^warning: --open lets everybody through.*\n$/);
    // The petstore itself refuses to act for a request that no authorizer has let through.
    expect(stdout).toContain(
      '✓ GET /dev/petstore/v1/pets  no token\n    200 {"pets":[{"id":1,"name":"Birds"},{"id":2,"name":"Cats"},{"id":3,"name":"Dogs"},{"id":4,"name":"Fish"}]}\n',
    );
    expect(stdout).not.toContain("a veterinarian");
    expect(code).toBe(0);
  });
});

describe.concurrent("npm start, when it cannot", () => {
  it("says in one line that its port is in use", async () => {
    const { root } = createTempCheckout();
    const taken = await listenOnLoopback(createServer());
    const { port } = new URL(taken.endpoint);
    const run = await npmStart(root, "--port", port);
    await taken.close();
    const stderr = `lychgate: port ${port} is in use; choose another with --port, 0 for any\n`;
    expect(run).toEqual({ code: 2, stdout: "", stderr });
    expect(existsSync(stackFilePath(root))).toBe(false);
  });

  it("says in one line which policy module is broken, and where", async () => {
    const { root, write } = createTempCheckout();
    write(OWNER, "export default {\n  group: 1 +\n};\n");
    const { code, stdout, stderr } = await npmStart(root, "--port", "0");
    expect(stderr).toMatch(/^lychgate: policies\/pet-owner\.ts:3: .*\n$/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it.each([
    [["--bogus"], "unknown option '--bogus'"],
    [["--port", "70000"], "expected a number from 0 to 65535"],
  ])("answers %j with one line and exit code 2", async (args, message) => {
    const { code, stdout, stderr } = await npmStart(createTempCheckout().root, ...args);
    expect(stderr).toMatch(/^error: .*\n$/);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("explains itself", async () => {
    const { code, stdout, stderr } = await npmStart(createTempCheckout().root, "--help");
    expect(stdout).toMatch(/^Usage: npm start -- /);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
});

describe("npm start", () => {
  it("serves until it is told to end, and puts policies in force as they are saved", async () => {
    const { root, read, write } = createTempCheckout();
    const started = keepStarted(root, "--port", "0");
    const api = await started.lineWith("API  ");
    const url = /http:\S+/.exec(api)?.[0] ?? "";
    await started.lineWith("Save a policy");
    expect(existsSync(stackFilePath(root))).toBe(true);
    expect((await fetch(`${url}/petstore/v1/pets`)).status).toBe(401);

    const good = read(OWNER);
    write(OWNER, good.replace("POST /petstore/v1/pets", "POST /petstore/v9/pets"));
    await started.lineWith("not in force, the last good policies are:");
    expect(await started.lineWith(OWNER)).toMatch(/^policies\/pet-owner\.ts:\d+: /);
    write(OWNER, good.replace("POST /petstore/v1/pets", "GET /petstore/v2/pets"));
    expect(await started.lineWith("in force: ")).toBe("in force: pet-owner changed");

    expect(await started.end("SIGTERM")).toBe(0);
    expect(existsSync(stackFilePath(root))).toBe(false);
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });
});
