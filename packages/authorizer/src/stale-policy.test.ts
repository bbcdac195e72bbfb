import { createMemoryPolicyStore, type PolicyItem, PolicyStoreError } from "@lychgate/policy-store";
import { beforeEach, describe, expect, it } from "vitest";
import { tokenEvent } from "../test/events.ts";
import { type CountingStore, counting, itemOf, itemOfText, statementOf } from "../test/policies.ts";
import { createSystem } from "../test/system.ts";
import { createAuthorizer } from "./authorizer.ts";
import { readerOf } from "./deny-list.ts";
import { createPolicyLookup, type LookedUp, type PolicyLookup } from "./policy-lookup.ts";

const OWNER = itemOf("pet-owner", statementOf("Pets", "Allow", "GET/petstore/v1/pets"));
const OWNER_2 = itemOf("pet-owner", statementOf("Pets", "Deny", "GET/petstore/v1/pets"));
const VET = itemOf("pet-veterinarian", statementOf("All", "Allow", "GET/petstore/v1/*"));

const TTL = 60_000;
const STALE = 300_000;
const UNREACHABLE = unreachable(Object.assign(new Error("connect"), { code: "ECONNREFUSED" }));

function unreachable(cause?: unknown): PolicyStoreError {
  return new PolicyStoreError("Unreachable", "table `t` gave no usable answer", { cause });
}

let now: number;
let items: PolicyItem[];
/** Why the table does not answer; undefined while it does. */
let failure: unknown;
let store: CountingStore;
beforeEach(() => {
  now = 1_800_000_000_000;
  items = [OWNER, VET];
  failure = undefined;
  store = counting(async (groups) => {
    if (failure !== undefined) throw failure;
    return createMemoryPolicyStore(items).get(groups);
  });
});

/** A look-up that knows these groups, whose time is over. */
async function expired(stale = STALE, groups = ["pet-owner"]): Promise<PolicyLookup> {
  const lookUp = createPolicyLookup(readerOf({ store }), { ttl: TTL, stale, clock: () => now });
  await lookUp(groups);
  now += TTL;
  store.asked.length = 0;
  return lookUp;
}

function revisionsOf({ documents }: LookedUp): string[] {
  return documents.map(({ revision }) => revision);
}

describe("while the table cannot be asked, what was found last", () => {
  it.each<[string, unknown]>([
    ["unreachable", UNREACHABLE],
    ["answering with an error of its own", unreachable(Object.assign(new Error(), { $fault: "server" }))],
    ["throttled", new PolicyStoreError("Throttled", "table `t` is throttled")],
  ])("is used when it is %s, with the reason", async (_, cause) => {
    const lookUp = await expired();
    failure = cause;
    const found = await lookUp(["pet-owner"]);
    expect(revisionsOf(found)).toEqual([OWNER.revision]);
    expect(found.outage).toMatchObject({ code: "PoliciesUnavailable", cause });
  });

  it.each<[string, unknown, string]>([
    ["that is missing", new PolicyStoreError("TableNotFound", "does not exist"), "PoliciesUnavailable"],
    ["that denies access", new PolicyStoreError("Denied", "denied access"), "PoliciesUnavailable"],
    [
      "that refuses the request",
      unreachable(Object.assign(new Error(), { $fault: "client" })),
      "PoliciesUnavailable",
    ],
    ["whose answer lacks a part", unreachable(), "PoliciesUnavailable"],
    ["with a malformed item", new PolicyStoreError("Malformed", "policy item `a`"), "PolicyMalformed"],
    ["behind a defect", new TypeError("x is not a function"), "PoliciesUnavailable"],
  ])("is not used instead of a table %s, nor after it", async (_, cause, code) => {
    const lookUp = await expired();
    failure = cause;
    await expect(lookUp(["pet-owner"])).rejects.toMatchObject({ code, cause });
    failure = UNREACHABLE;
    await expect(lookUp(["pet-owner"])).rejects.toMatchObject({ code: "PoliciesUnavailable" });
  });

  it("is not used instead of a policy that cannot be read, nor of one with another's revision", async () => {
    for (const item of [itemOfText("pet-owner", "{}"), { ...OWNER_2, revision: OWNER.revision }]) {
      items = [OWNER];
      const lookUp = await expired();
      items = [item];
      await expect(lookUp(["pet-owner"])).rejects.toMatchObject({ code: "PolicyMalformed" });
    }
  });

  it("is not used instead of a policy that is gone, nor after it", async () => {
    const lookUp = await expired();
    items = [];
    expect(await lookUp(["pet-owner"])).toEqual({ documents: [], isRevoked: false });
    now += TTL;
    failure = UNREACHABLE;
    await expect(lookUp(["pet-owner"])).rejects.toMatchObject({ code: "PoliciesUnavailable" });
  });

  it("is not used unless a time is given", async () => {
    const lookUp = await expired(0);
    failure = UNREACHABLE;
    await expect(lookUp(["pet-owner"])).rejects.toMatchObject({ code: "PoliciesUnavailable" });
  });

  it("is used until that time and no longer", async () => {
    const lookUp = await expired();
    failure = UNREACHABLE;
    now += STALE - 1;
    expect(revisionsOf(await lookUp(["pet-owner"]))).toEqual([OWNER.revision]);
    now += 1;
    await expect(lookUp(["pet-owner"])).rejects.toMatchObject({ code: "PoliciesUnavailable" });
  });

  it("is as old as the question before the outage, however often it was used", async () => {
    const lookUp = await expired();
    failure = UNREACHABLE;
    for (let passed = 0; passed < STALE; passed += 30_000) {
      expect(revisionsOf(await lookUp(["pet-owner"]))).toEqual([OWNER.revision]);
      now += 30_000;
    }
    await expect(lookUp(["pet-owner"])).rejects.toMatchObject({ code: "PoliciesUnavailable" });
  });

  it("is not used when its time ended while the table was asked", async () => {
    const lookUp = await expired();
    const answering = Promise.withResolvers<void>();
    store.get = () => answering.promise.then(() => Promise.reject(UNREACHABLE));
    const found = lookUp(["pet-owner"]);
    now += STALE;
    answering.resolve();
    await expect(found).rejects.toMatchObject({ code: "PoliciesUnavailable" });
  });

  it("is used for the known groups, but a group that was never found is a fault", async () => {
    const lookUp = await expired();
    failure = UNREACHABLE;
    await expect(lookUp(["pet-owner", "pet-veterinarian"])).rejects.toMatchObject({
      code: "PoliciesUnavailable",
    });
    expect(revisionsOf(await lookUp(["pet-owner"]))).toEqual([OWNER.revision]);
  });

  it("includes that a group had no policy, but denies nobody for that alone", async () => {
    const lookUp = await expired(STALE, ["pet-owner", "admins"]);
    failure = UNREACHABLE;
    expect(revisionsOf(await lookUp(["admins", "pet-owner"]))).toEqual([OWNER.revision]);
    await expect(lookUp(["admins"])).rejects.toMatchObject({ code: "PoliciesUnavailable" });
  });

  it("gives way to what the table says as soon as it answers", async () => {
    const lookUp = await expired();
    failure = UNREACHABLE;
    await lookUp(["pet-owner"]);
    failure = undefined;
    items = [OWNER_2];
    now += 1_000;
    const found = await lookUp(["pet-owner"]);
    expect(revisionsOf(found)).toEqual([OWNER_2.revision]);
    expect(found).not.toHaveProperty("outage");
  });
});

describe("a table that cannot be asked", () => {
  it("is asked once a second and group, by one request", async () => {
    const lookUp = await expired();
    failure = UNREACHABLE;
    for (let passed = 0; passed < 3_000; passed += 250) {
      await Promise.all([lookUp(["pet-owner"]), lookUp(["pet-owner"])]);
      now += 250;
    }
    expect(store.asked).toEqual([["pet-owner"], ["pet-owner"], ["pet-owner"]]);
  });

  it("is asked again at the end of the last answer's time, however short the wait", async () => {
    const lookUp = await expired();
    failure = UNREACHABLE;
    now += STALE - 10;
    await lookUp(["pet-owner"]);
    now += 10;
    await expect(lookUp(["pet-owner"])).rejects.toMatchObject({ code: "PoliciesUnavailable" });
  });
});

describe("a result of stale policies", () => {
  it("says so in its context and in the log, and no other does", async () => {
    const { authorize, tokenFor, log } = createSystem({ store, clock: () => now, stalePolicySeconds: 300 });
    const event = tokenEvent(`Bearer ${tokenFor(["pet-owner"], { exp: now / 1000 + 3600 })}`);
    const fresh = await authorize(event);
    now += TTL;
    failure = UNREACHABLE;
    const stale = await authorize(event);
    expect(stale).toEqual({ ...fresh, context: { ...fresh.context, policyStale: "true" } });
    expect(fresh.context).not.toHaveProperty("policyStale");
    expect(log).toEqual([
      expect.not.objectContaining({ stale: true }),
      expect.objectContaining({ reason: "Authorized", stale: true, message: UNREACHABLE.message }),
    ]);
  });

  it.each([-1, 0.5, 3601, Number.NaN, Number.POSITIVE_INFINITY])(
    "cannot be as old as %d seconds",
    (stalePolicySeconds) => {
      const options = { verify: () => Promise.reject(), store, policyTtlSeconds: 60, stalePolicySeconds };
      expect(() => createAuthorizer(options)).toThrow(RangeError);
    },
  );
});
