import { statSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createFolder } from "../test/temp-repository.ts";
import {
  readStackFile,
  removeStackFile,
  runningStack,
  type StackFile,
  stackFilePath,
  writeStackFile,
} from "./stack-file.ts";

const STACK: StackFile = {
  apiUrl: "http://127.0.0.1:4010/dev",
  outsideApiUrl: "http://127.0.0.1:4011/dev",
  consoleUrl: "http://127.0.0.1:4012",
  region: "eu-west-1",
  cognito: { endpoint: "e", userPoolId: "p", clientId: "c", jwksUri: "j", issuer: "i" },
  dynamodb: { endpoint: "d", tableName: "t" },
  users: [{ username: "vet", password: "secret", groups: ["pet-veterinarian"] }],
};

describe("the file of a running stack", () => {
  it("reads as it was written", () => {
    const { root } = createFolder();
    writeStackFile(root, STACK);
    expect(runningStack(root)).toEqual(STACK);
  });

  it.skipIf(process.platform === "win32")("is its owner's alone, also where another one stood", () => {
    const { root } = createFolder({ ".lychgate/stack.json": "{}" });
    expect(statSync(stackFilePath(root)).mode & 0o077).not.toBe(0);
    writeStackFile(root, STACK);
    expect(statSync(stackFilePath(root)).mode & 0o777).toBe(0o600);
  });

  it("says that no stack runs when it is removed, which may be done twice", () => {
    const { root } = createFolder();
    writeStackFile(root, STACK);
    removeStackFile(root);
    removeStackFile(root);
    expect(readStackFile(root)).toBeUndefined();
    expect(() => runningStack(root)).toThrow(/^no local stack is running here: start it with `npm start`/);
  });

  it("says that no stack runs while it is half written", () => {
    const { root } = createFolder();
    writeStackFile(root, STACK);
    writeFileSync(stackFilePath(root), JSON.stringify(STACK).slice(0, 40));
    expect(readStackFile(root)).toBeUndefined();
  });
});
