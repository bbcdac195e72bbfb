import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

/** A folder of its own for a test. */
export interface TempFolder {
  root: string;
  write(files: Readonly<Record<string, string>>): void;
  remove(file: string): void;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Makes a folder with these files; it is gone after the test file. */
export function createFolder(files: Readonly<Record<string, string>> = {}): TempFolder {
  const root = mkdtempSync(join(tmpdir(), "lychgate-test-"));
  folders.push(root);
  const folder: TempFolder = {
    root,
    write(written) {
      for (const [name, text] of Object.entries(written)) {
        mkdirSync(dirname(join(root, name)), { recursive: true });
        writeFileSync(join(root, name), text);
      }
    },
    remove: (file) => rmSync(join(root, file), { recursive: true }),
  };
  folder.write(files);
  return folder;
}

/** Makes a repository that is sound: one contract, one policy, and these files over or beside them. */
export function createRepository(files: Readonly<Record<string, string>> = {}): TempFolder {
  return createFolder({ ...SOUND_REPOSITORY, ...files });
}

export const CONTRACT = `openapi: 3.0.3
info: { title: things, version: "1" }
paths:
  /things:
    get: { responses: {} }
  /things/{thingId}:
    get: { responses: {} }
    delete: { responses: {} }
`;

export const READERS = `export default {
  group: "readers",
  description: "Readers: every thing.",
  statements: [
    { sid: "ReadList", effect: "Allow", routes: ["GET /things"] },
    {
      sid: "ReadOne",
      effect: "Allow",
      routes: ["GET /things/{thingId}"],
      condition: { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } },
    },
  ],
};
`;

const SOUND_REPOSITORY: Readonly<Record<string, string>> = {
  "lychgate.json": '{ "policies": "policies", "contracts": ["things.yaml"] }',
  "things.yaml": CONTRACT,
  "policies/readers.ts": READERS,
};

/** A policy module of one statement. */
export function policyModule(group: string, routes: readonly string[]): string {
  const statements = [{ sid: "Only", effect: "Allow", routes }];
  return `export default ${JSON.stringify({ group, description: `The group ${group}.`, statements })};\n`;
}
