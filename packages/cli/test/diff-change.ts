import type { DiffChange } from "@lychgate/evaluation";

/** A change that lets `readers` in; what a test is about is given. */
export function diffChange(different: Partial<DiffChange> = {}): DiffChange {
  return {
    group: "readers",
    route: "/things/{thingId}",
    method: "DELETE",
    change: "gained",
    witness: {
      method: "DELETE",
      path: "/things/1",
      context: { "aws:SourceIp": "203.0.113.10", "aws:CurrentTime": "2026-01-01T12:00:00Z" },
    },
    sids: ["Remove"],
    file: "policies/readers.ts",
    line: 12,
    in: "head",
    before: "implicitDeny",
    after: "allowed",
    terms: { before: "never", after: "from anywhere" },
    ...different,
  };
}

export const LOST = {
  change: "lost",
  before: "allowed",
  after: "explicitDeny",
  terms: { before: "from anywhere", after: "never" },
} as const satisfies Partial<DiffChange>;

export const WIDENED = {
  change: "condition",
  terms: { before: "from 192.0.2.0/24", after: "from anywhere" },
} as const satisfies Partial<DiffChange>;

export const NARROWED = {
  change: "condition",
  before: "allowed",
  after: "implicitDeny",
  terms: { before: "from anywhere", after: "from 192.0.2.0/24" },
} as const satisfies Partial<DiffChange>;
