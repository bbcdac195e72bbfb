import { createServer } from "node:http";
import { type Listening, listenOnLoopback } from "@lychgate/cli";
import type { AccessBundle } from "@lychgate/cli/bundle";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readEvents } from "../../test/read-events.ts";
import { type SavedPolicies, savedPolicies } from "./saved-policies.ts";

const SOUND: AccessBundle = {
  format: 1,
  revision: { name: "saved now", hash: "h1" },
  apis: [],
  policies: [],
  matrix: { groups: [], rows: [] },
  guardrails: [],
  lint: [],
};
const POLICIES = { event: "policies", data: { hash: "h1" }, id: "h1" };
const LINE = "policies/pet-owner.ts:12: no API has the route `GET /a:1: b`";
const PROBLEM = { file: "policies/pet-owner.ts", line: 12, message: "no API has the route `GET /a:1: b`" };

let refresh: () => Promise<AccessBundle>;
let saved: SavedPolicies;
let listening: Listening;
beforeEach(async () => {
  refresh = async () => SOUND;
  saved = savedPolicies({ refresh: () => refresh() });
  listening = await listenOnLoopback(createServer(saved.openEvents));
});
afterEach(() => listening.close());

describe("the pages that are open", () => {
  it("are told of policies that were saved, also where they say the same as before", async () => {
    const events = await readEvents(listening.endpoint);
    await saved.tell({ kind: "seeded", groups: [] });
    await saved.tell({ kind: "unchanged" });
    expect([await events.next(), await events.next()]).toEqual([POLICIES, POLICIES]);
  });

  it("are told of problems by file and line, and when there are none any more", async () => {
    const events = await readEvents(listening.endpoint);
    await saved.tell({ kind: "refused", problems: [LINE, "gone"] });
    const problems = [PROBLEM, { file: "", line: 1, message: "gone" }];
    expect(await events.next()).toEqual({ event: "problems", data: { problems } });
    await saved.tell({ kind: "unchanged" });
    expect(await events.next()).toEqual({ event: "problems", data: { problems: [] } });
    expect(await events.next()).toEqual(POLICIES);
  });

  it("are told of problems that seeding does not look for", async () => {
    const events = await readEvents(listening.endpoint);
    refresh = async () => {
      throw new Error(`${LINE}\n${LINE}`);
    };
    await saved.tell({ kind: "seeded", groups: [] });
    expect(await events.next()).toEqual({ event: "problems", data: { problems: [PROBLEM, PROBLEM] } });
  });

  it("are all told", async () => {
    const [one, other] = [await readEvents(listening.endpoint), await readEvents(listening.endpoint)];
    await one.end();
    const third = await readEvents(listening.endpoint);
    await saved.tell({ kind: "unchanged" });
    expect([await other.next(), await third.next()]).toEqual([POLICIES, POLICIES]);
  });
});

describe("a page that is opened later", () => {
  it("is told the problems that there are", async () => {
    await saved.tell({ kind: "refused", problems: [LINE] });
    const events = await readEvents(listening.endpoint);
    expect(await events.next()).toEqual({ event: "problems", data: { problems: [PROBLEM] } });
  });

  it.each([
    ["is told what it has missed", "h0", POLICIES],
    ["is told what was saved while it was loaded", undefined, POLICIES],
    ["is told nothing that it knows", "h1", { event: "problems", data: { problems: [PROBLEM] } }],
  ])("%s", async (_, seen, first) => {
    await saved.tell({ kind: "unchanged" });
    const events = await readEvents(listening.endpoint, seen === undefined ? {} : { "last-event-id": seen });
    await saved.tell({ kind: "refused", problems: [LINE] });
    expect(await events.next()).toEqual(first);
  });
});
