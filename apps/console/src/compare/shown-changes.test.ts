import type { DiffChange } from "@lychgate/evaluation";
import { describe, expect, it } from "vitest";
import { COMPARE } from "./compare-state.ts";
import { shownChanges } from "./shown-changes.ts";

function changeOf(part: Partial<DiffChange>): DiffChange {
  return {
    group: "owner",
    method: "GET",
    route: "/pets",
    change: "gained",
    witness: { method: "GET", path: "/pets", context: {} },
    sids: ["ReadPets"],
    file: "policies/owner.ts",
    line: 7,
    in: "head",
    before: "implicitDeny",
    after: "allowed",
    terms: { before: "never", after: "from anywhere" },
    ...part,
  };
}

const LOST = changeOf({ change: "lost", before: "allowed", after: "implicitDeny", method: "DELETE" });
const GAINED = changeOf({});
const SENSITIVE = changeOf({
  sensitive: true,
  route: "/records",
  sids: ["Records"],
  group: "vets",
  file: "policies/vets.ts",
});
const CHANGES = [LOST, GAINED, SENSITIVE];

const shown = (state: Partial<typeof COMPARE.usual>) =>
  shownChanges(CHANGES, { ...COMPARE.usual, ...state }).rows.map(({ change }) => change);

describe("the changes that are shown", () => {
  it("are all of them, the riskiest first", () => {
    expect(shown({})).toEqual([SENSITIVE, GAINED, LOST]);
  });

  it.each<[Partial<typeof COMPARE.usual>, DiffChange[]]>([
    [{ risk: "lost" }, [LOST]],
    [{ risk: "sensitive" }, [SENSITIVE]],
    [{ risk: "narrowed" }, []],
    [{ q: "vets" }, [SENSITIVE]],
    [{ q: "delete /pets" }, [LOST]],
    [{ q: "Records" }, [SENSITIVE]],
    [{ q: "owner.ts get /pets" }, [GAINED]],
    [{ q: "nobody" }, []],
    [{ q: "owner", risk: "gained" }, [GAINED]],
  ])("fit %j", (state, expected) => {
    expect(shown(state)).toEqual(expected);
  });

  it("are counted by their risk, among those that have the words", () => {
    const { counts } = shownChanges(CHANGES, { risk: "lost", q: "owner pets" });
    expect(counts).toEqual({ all: 2, sensitive: 0, gained: 1, widened: 0, narrowed: 0, lost: 1 });
  });
});
