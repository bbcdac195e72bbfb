import { describe, expect, it } from "vitest";
import { itemOf } from "../test/items.ts";
import { memoryTable, seedRelease, withMethods } from "../test/release-tables.ts";
import { byGroup } from "../test/store-content.ts";
import { releaseIdOf } from "./release.ts";
import { findRelease, listReleases, readRelease } from "./release-history.ts";

const FIRST = [itemOf("a", "1", "As"), itemOf("b", "1")];
const SECOND = [itemOf("b", "2"), itemOf("a", "1")];

async function historyOf(...releases: (typeof FIRST)[]) {
  const table = memoryTable();
  for (const release of releases) await seedRelease(table, release);
  return table;
}

describe("the list of releases", () => {
  it("is empty for a table that was never seeded", async () => {
    expect(await listReleases(memoryTable().releases)).toEqual({ head: undefined, releases: [] });
  });

  it("gives the newest first, and no more than were asked for", async () => {
    const { releases } = await historyOf(FIRST, SECOND, FIRST);
    const numbers = async (limit?: number) =>
      (await listReleases(releases, limit)).releases.map(({ sequence }) => sequence);
    expect(await numbers()).toEqual([3, 2, 1]);
    expect(await numbers(2)).toEqual([3, 2]);
    expect(await numbers(0)).toEqual([]);
  });

  it("reads hundreds of them a hundred at a time", async () => {
    const numbers = Array.from({ length: 205 }, (_, index) => index);
    const table = await historyOf(...numbers.map((number) => [itemOf("a", `${number}`)]));
    const asked: number[] = [];
    const { releases } = withMethods(table, {
      entries(sequences) {
        asked.push(sequences.length);
        return table.releases.entries(sequences);
      },
    });
    expect((await listReleases(releases)).releases).toHaveLength(205);
    expect(asked).toEqual([100, 100, 5]);
  });

  it("is a fault when an entry is missing", async () => {
    const table = await historyOf(FIRST, SECOND);
    const { releases } = withMethods(table, {
      async entries(sequences) {
        const entries = await table.releases.entries(sequences);
        entries.delete(1);
        return entries;
      },
    });
    await expect(listReleases(releases)).rejects.toMatchObject({
      code: "Malformed",
      message: `release \`${releaseIdOf(FIRST)}\`: its entry 1 is missing`,
    });
  });
});

describe("a release that was in force", () => {
  const ids = [FIRST, SECOND].map(releaseIdOf);

  it("is found by the first digits of its id", async () => {
    const { releases } = await historyOf(FIRST, SECOND, FIRST);
    for (const id of ids) expect(await findRelease(releases, id.slice(0, 6))).toBe(id);
  });

  it.each([
    ["nothing", "f00", "no release of this table begins with `f00`"],
    ["more than one release", "", /^expected one release, `\w{64}` and `\w{64}` begin with ``$/],
  ])("is not found by digits with which %s begins", async (_, prefix, message) => {
    const { releases } = await historyOf(FIRST, SECOND);
    const found = findRelease(releases, prefix);
    await expect(found).rejects.toMatchObject({
      code: "UnknownRelease",
      message: expect.toSatisfy((text: string) =>
        typeof message === "string" ? text === message : message.test(text),
      ),
    });
  });

  it("is not found when it was begun only", async () => {
    const table = await historyOf(FIRST);
    const failing = withMethods(table, {
      write: async () => {
        throw new Error("killed");
      },
    });
    await expect(seedRelease(failing, SECOND)).rejects.toThrow("killed");
    await expect(findRelease(table.releases, releaseIdOf(SECOND))).rejects.toMatchObject({
      code: "UnknownRelease",
    });
  });

  it("is read from the table alone", async () => {
    const { releases } = await historyOf(FIRST, SECOND);
    expect(await readRelease(releases, releaseIdOf(FIRST))).toEqual(FIRST);
    expect(await readRelease(releases, releaseIdOf(SECOND))).toEqual(byGroup(SECOND));
  });

  it("is not read when a policy of it is missing, or is another one", async () => {
    const table = await historyOf(FIRST);
    const id = releaseIdOf(FIRST);
    const none = withMethods(table, { policies: async () => new Map() });
    await expect(readRelease(none.releases, id)).rejects.toThrow(
      /^release `\w{64}`: the policy `\w{64}` is missing$/,
    );
    const others = withMethods(table, {
      policies: async (revisions) => new Map(revisions.map((revision) => [revision, "{}"])),
    });
    await expect(readRelease(others.releases, id)).rejects.toMatchObject({ code: "Malformed", group: "a" });
  });

  it("is not read when the table has it not", async () => {
    await expect(readRelease(memoryTable().releases, "f00")).rejects.toMatchObject({
      code: "UnknownRelease",
    });
  });
});
