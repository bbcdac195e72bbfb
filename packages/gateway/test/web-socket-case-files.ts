/** The cases in `cases/web-socket/`, read for the tests that run the gateway by them. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { DefinitionSettings, IamFile, WebSocketOptions } from "../src/index.ts";
import { type Behaviour, expectThat, GRADES, record } from "./case-files.ts";

/** `echoes` returns the event's body. */
export type ChatBehaviour = Behaviour | { echoes: true };

export interface ChatSetting {
  /** Changes to the chat's document, as a JSON merge patch (RFC 7396). */
  document?: object;
  definition?: DefinitionSettings;
  options?: Partial<WebSocketOptions>;
  authorizer?: Behaviour;
  /** By the key of the route; 200 unless given, and `echo` echoes. */
  backend?: Record<string, ChatBehaviour>;
  /** The accounts whose users sign. */
  iam?: IamFile[];
}

export interface ChatExpectation {
  /** Of a handshake, 101 when it is accepted, or of a request. */
  status?: number;
  body?: string;
  protocol?: string;
  /** What the client is sent. The ids in it are written `CONNECTION` and `ID`. */
  received?: string[];
  /** The status that the gateway closes the connection with. */
  closed?: number;
  /** A part of the event of its one call; `null` when it is not called. */
  authorizer?: object | null;
  backend?: object | null;
}

export type ChatStep = (
  | {
      /** `/dev?token=good` */
      connect: string;
      headers?: [string, string][];
      protocols?: string[];
      /** The access key that the handshake is signed with, in its headers or in its URL. */
      signedBy?: string;
      presigned?: boolean;
    }
  /** A message, or one of so many bytes. */
  | { send: string | number; binary?: boolean; fragments?: number }
  /** `POST /dev/@connections/CONNECTION` */
  | { manage: string; body?: string | number; signedBy?: string }
  /** The status that the client closes with; `null` for none, and `lost` where it does not say goodbye. */
  | { close: number | null | "lost"; reason?: string }
  /** Seconds that pass. */
  | { wait: number }
) & { expect: ChatExpectation };

export interface ChatCase extends ChatSetting {
  name: string;
  steps: ChatStep[];
}

export interface ChatCaseFile {
  path: string;
  feature: string;
  source: string;
  grade: (typeof GRADES)[number];
  cases: ChatCase[];
}

const CASES = fileURLToPath(new URL("../cases/web-socket/", import.meta.url));

const SETTING = [
  "document",
  "definition",
  "options",
  "authorizer",
  "backend",
  "iam",
] as const satisfies (keyof ChatSetting)[];

/** The members of each kind of step beside `expect`, which its first member tells. */
const STEPS: Readonly<Record<string, readonly string[]>> = {
  connect: ["headers", "protocols", "signedBy", "presigned"],
  send: ["binary", "fragments"],
  manage: ["body", "signedBy"],
  close: ["reason"],
  wait: [],
};

const EXPECTATION = [
  "status",
  "body",
  "protocol",
  "received",
  "closed",
  "authorizer",
  "backend",
] as const satisfies (keyof ChatExpectation)[];

/** Throws when a file is not of the shape above. */
export function readChatCaseFiles(): ChatCaseFile[] {
  return readdirSync(CASES)
    .sort()
    .map((path) => parse(path, JSON.parse(readFileSync(CASES + path, "utf8"))));
}

function parse(path: string, value: unknown): ChatCaseFile {
  const known = ["feature", "source", "grade", "cases", ...SETTING];
  const { feature, source, grade, cases, ...setting } = record(path, value, known);
  expectThat(typeof feature === "string" && feature !== "", path, "a `feature`");
  expectThat(typeof source === "string" && /^(https:\/\/|section )/.test(source), path, "a `source`");
  const graded = GRADES.find((each) => each === grade);
  expectThat(graded !== undefined, path, `a \`grade\` of ${GRADES.join(", ")}`);
  expectThat(Array.isArray(cases) && cases.length > 0, path, "at least one of `cases`");
  return {
    path,
    feature,
    source,
    grade: graded,
    cases: cases.map((each: unknown, index) => ({
      ...setting,
      ...parseCase(`${path} case ${index}`, each),
    })),
  };
}

function parseCase(place: string, value: unknown): ChatCase {
  const each = record(place, value, ["name", "steps", ...SETTING]);
  const { name, steps } = each;
  expectThat(typeof name === "string" && name !== "", place, "a `name`");
  expectThat(Array.isArray(steps) && steps.length > 0, place, "at least one of `steps`");
  for (const [index, step] of steps.entries()) checkStep(`${place} step ${index}`, step);
  return { ...each, name, steps };
}

function checkStep(place: string, value: unknown): void {
  const all = Object.values(STEPS).flat();
  const { expect, ...step } = record(place, value, [...Object.keys(STEPS), ...all, "expect"]);
  const [kind = "", ...others] = Object.keys(step);
  const known = Object.hasOwn(STEPS, kind) ? STEPS[kind] : undefined;
  expectThat(known !== undefined, place, `one of ${Object.keys(STEPS).join(", ")} first`);
  for (const name of others) expectThat(known.includes(name), place, `no property \`${name}\``);
  record(place, expect, EXPECTATION);
}
