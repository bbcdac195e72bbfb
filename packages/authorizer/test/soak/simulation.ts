import { createMemoryPolicyStore, PolicyStoreError } from "@lychgate/policy-store";
import {
  type AuthorizerLogEntry,
  createAuthorizer,
  createTokenVerifier,
  type Reason,
} from "../../src/index.ts";
import { tokenEvent } from "../events.ts";
import { createIssuer, type TestIssuer } from "../oidc-issuer.ts";
import { itemOf, itemOfText, statementOf } from "../policies.ts";
import { allowedIn, ROUTES } from "../routes.ts";
import {
  createHistory,
  createRandom,
  type History,
  mayAllow,
  mustAllow,
  type Rights,
  type Stretch,
} from "./truth.ts";

const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];
const TTL = 60 * SECOND;
/** After this, nothing of a fault that is over may be seen any more. */
const CALM = 11 * SECOND;
const ISSUER = "https://issuer.example.com/";
const ADDRESSED = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });

interface World {
  /** What the address of the keys gives; the published keys unless it fails. */
  keys: (published: string) => string;
  /** What the table does before it answers. */
  table: () => void;
  /** Groups whose item is not what it should be. */
  broken: ReadonlyMap<string, "text" | "revision">;
  /** How far the function's clock is off, in milliseconds. */
  skew: number;
}

const SOUND: World = { keys: (published) => published, table: () => {}, broken: new Map(), skew: 0 };

const failing = (code: ConstructorParameters<typeof PolicyStoreError>[0], cause?: unknown) => (): never => {
  throw new PolicyStoreError(code, "the table fails", { cause });
};
const keysFailing = (): never => {
  throw ADDRESSED;
};

/** Each is in force for some minutes, one after the other. */
export const SIMULATED_FAULTS: Readonly<Record<string, Partial<World>>> = {
  keysDown: { keys: keysFailing },
  keysGarbage: { keys: () => "<html>" },
  keysEmpty: { keys: () => '{"keys":[]}' },
  tableDown: { table: failing("Unreachable", ADDRESSED) },
  tableThrottled: { table: failing("Throttled") },
  tableDenied: { table: failing("Denied") },
  tableMissing: { table: failing("TableNotFound") },
  tableRefusing: { table: failing("Malformed") },
  answerIncomplete: { table: failing("Unreachable") },
  itemMalformed: { broken: new Map([["group-0", "text"]]) },
  itemOfAnotherHash: { broken: new Map([["group-1", "revision"]]) },
  everythingDown: { keys: keysFailing, table: failing("Unreachable", ADDRESSED) },
  clockAhead: { skew: 10 * MINUTE },
  clockBehind: { skew: -10 * MINUTE },
  clockDaysAhead: { skew: 2 * DAY },
  clockDaysBehind: { skew: -2 * DAY },
  behindWithoutTable: { skew: -10 * MINUTE, table: failing("Unreachable", ADDRESSED) },
};

export interface SimulationOptions {
  hours: number;
  requestsPerSecond: number;
  stalePolicySeconds: number;
  seed: number;
  /** How many callers come once, before everything else, so that what is remembered is full. */
  crowd: number;
  /** Sets the function's clock, in epoch milliseconds. */
  setClock(now: number): void;
  /** Is called after each hour. */
  onHour?(): void;
}

export interface Outcome {
  requests: number;
  reasons: ReadonlyMap<Reason, number>;
  faults: number;
  /** Answers that let through what nobody allowed within the stated bound. */
  wrong: readonly string[];
  /** Answers that did not let through what was allowed, although nothing failed. */
  stuck: readonly string[];
}

interface Token {
  text: string;
  user: number;
  groups: readonly number[];
  expires: number;
  signer: TestIssuer;
  isKnown: boolean;
}

const USERS = 60;
const GROUPS = 12;

/** Some hours of an API's life: users, edits of policies, revocations, rotations of keys, attacks and faults. */
export async function simulate(options: SimulationOptions): Promise<Outcome> {
  const { below, of } = createRandom(options.seed);
  const start = Date.UTC(2027, 0, 1);
  const end = start + options.hours * HOUR;
  const bound = TTL + options.stalePolicySeconds * SECOND + SECOND;
  let [now, world]: [number, World] = [start, SOUND];
  let requests = 0;
  let lastFault = start - HOUR;
  let lastKeyFault = start - HOUR;
  const setTime = (time: number) => {
    now = time;
    options.setClock(now + world.skew);
  };
  setTime(start);

  const groups = Array.from({ length: GROUPS }, () => createHistory<Rights>(someRights()));
  const revoked = Array.from({ length: USERS }, () => createHistory(false));
  const publishing: History<readonly TestIssuer[]> = createHistory([createIssuer(ISSUER, "ES256")]);
  const membership = Array.from({ length: USERS }, () => [...new Set([below(GROUPS), below(GROUPS)])]);
  let tokens: Token[] = Array.from({ length: USERS }, (_, user) => issue(user));

  const log: AuthorizerLogEntry[] = [];
  const authorize = createAuthorizer({
    verify: createTokenVerifier({
      issuers: [
        {
          kind: "oidc",
          name: "issuer",
          issuer: ISSUER,
          audience: ["api://pets"],
          tokenType: null,
          algorithms: ["ES256"],
          groupClaim: "groups",
        },
      ],
      fetchJwks: async () => {
        const keys = publishing.current().flatMap((signer) => signer.keys());
        return Uint8Array.from(Buffer.from(world.keys(JSON.stringify({ keys })))).buffer;
      },
    }),
    store: { get: () => Promise.reject(new Error("expected the deny list to be asked")) },
    denyList: { getWith: read },
    policyTtlSeconds: TTL / SECOND,
    stalePolicySeconds: options.stalePolicySeconds,
    log: (entry) => void log.push(entry),
  });

  const reasons = new Map<Reason, number>();
  const [wrong, stuck]: [string[], string[]] = [[], []];
  let faults = 0;
  const turns = Object.entries(SIMULATED_FAULTS);
  let nextTurn = start + 2 * MINUTE;
  let hour = 1;

  for (let each = 0; each < options.crowd; each++) {
    const claims = {
      sub: `crowd-${each}`,
      exp: start / SECOND + 3_600,
      groups: [nameOf(below(GROUPS)), `nothing-${each}`],
    };
    await call(publishing.current()[0]?.token(claims) ?? "");
  }
  while (now < end || faults <= turns.length) {
    setTime(now + below(Math.ceil((2 * SECOND) / options.requestsPerSecond)));
    if (now >= nextTurn) takeTurn();
    if (below(20 * options.requestsPerSecond) === 0) live();
    if (below(50) === 0) await attack();
    await request(of(tokens));
    if (now >= start + hour * HOUR) {
      hour += 1;
      options.onHour?.();
    }
  }
  return { requests, reasons, faults, wrong, stuck };

  function someRights(): Rights {
    const routes = (chance: number) => ROUTES.filter(() => below(100) < chance);
    return { allow: routes(50), deny: routes(5) };
  }

  function issue(user: number): Token {
    const signer = publishing.current().at(-1) ?? createIssuer(ISSUER, "ES256");
    const expires = Math.floor(now / SECOND) + 600 + below(3_600);
    const own = membership[user] ?? [];
    const claims = {
      sub: `user-${user}`,
      exp: expires,
      iat: 0,
      jti: String(requests),
      groups: own.map(nameOf),
    };
    return {
      text: signer.token(claims),
      user,
      groups: own,
      expires: expires * SECOND,
      signer,
      isKnown: false,
    };
  }

  async function read(names: readonly string[], subjects: readonly { kind: string; value: string }[]) {
    world.table();
    const items = names.flatMap((name) => itemNamed(name) ?? []);
    const denied = subjects.filter(
      ({ kind, value }) => kind === "sub" && revoked[Number(value.slice("issuer|user-".length))]?.current(),
    );
    return {
      policies: await createMemoryPolicyStore(items).get(names),
      denied: denied.map(({ value }) => ({ kind: "sub" as const, value })),
    };
  }

  function itemNamed(name: string) {
    const broken = world.broken.get(name);
    if (broken === "text") return itemOfText(name, "{}");
    const { allow, deny } = groups[Number(name.slice("group-".length))]?.current() ?? { allow: [], deny: [] };
    const statements = [
      ...(allow.length > 0 ? [statementOf("Allows", "Allow", ...allow)] : []),
      ...(deny.length > 0 ? [statementOf("Denies", "Deny", ...deny)] : []),
    ];
    if (statements.length === 0) return undefined;
    const item = itemOf(name, ...statements);
    return broken === "revision" ? { ...item, policy: item.policy.replaceAll("GET", "*") } : item;
  }

  /** A fault begins, or is over. */
  function takeTurn(): void {
    const isOver = world !== SOUND;
    const [, fault] = turns[faults % turns.length] ?? [];
    world = isOver ? SOUND : { ...SOUND, ...fault };
    if (isOver) lastFault = now;
    else faults += 1;
    if (fault?.keys && isOver) lastKeyFault = now;
    nextTurn = now + (isOver ? 1 + below(3) : 1 + below(4)) * MINUTE;
    setTime(now);
  }

  /** Something changes, as it does: a policy, a revocation, a membership, a key, or nothing for half an hour. */
  function live(): void {
    const what = below(100);
    if (what < 40) of(groups).set(someRights(), now);
    else if (what < 60) {
      const user = of(revoked);
      user.set(!user.current(), now);
    } else if (what < 95)
      tokens = tokens.map((token) =>
        token.expires - now < 5 * MINUTE || below(20) === 0 ? issue(token.user) : token,
      );
    else if (what < 98)
      publishing.set([...publishing.current().slice(-1), createIssuer(ISSUER, "ES256")], now);
    else if (world === SOUND) setTime(now + 30 * MINUTE);
  }

  /** A token that nobody issued. */
  async function attack(): Promise<void> {
    const { text, signer } = of(tokens);
    const forged = [
      signer.token({ groups: ["group-0"], iss: "https://other.example.com/" }),
      signer.token({ sub: "nobody" }, { kid: `kid-${below(1_000)}` }),
      `${text.slice(0, -8)}AAAAAAAA`,
      signer.token({
        exp: now / SECOND + 600,
        groups: Array.from({ length: 100 }, () => `nothing-${below(1e6)}`),
      }),
    ];
    const { allowed } = await call(of(forged));
    if (allowed.length > 0) wrong.push(`attack at ${now}: ${allowed}`);
  }

  async function request(token: Token): Promise<void> {
    requests += 1;
    const { allowed, reason } = await call(token.text);
    const stretch = { from: now - bound, to: now };
    const may = ROUTES.filter((route) => mayBeAllowed(route, token, stretch));
    const over = allowed.filter((route) => !may.includes(route));
    if (over.length > 0) wrong.push(`user ${token.user} at ${now}, ${reason}: ${over}`);
    const isCalm = world === SOUND && now - lastFault > CALM;
    const must = isCalm ? ROUTES.filter((route) => mustBeAllowed(route, token, stretch)) : [];
    const missing = must.filter((route) => !allowed.includes(route));
    if (missing.length > 0) stuck.push(`user ${token.user} at ${now}, ${reason}: ${missing}`);
    if (reason === "Authorized" || reason === "NoPolicy" || reason === "Revoked") token.isKnown = true;
  }

  function mayBeAllowed(route: string, token: Token, stretch: Stretch): boolean {
    if (now >= token.expires) return false;
    if (revoked[token.user]?.wasAlways(Boolean, stretch.from, stretch.to)) return false;
    const withdrawnFor = now - lastKeyFault > HOUR ? HOUR : DAY;
    const isWithdrawn = !publishing.wasEver(
      (signers) => signers.includes(token.signer),
      now - withdrawnFor,
      now,
    );
    if (isWithdrawn && !token.isKnown) return false;
    return mayAllow(route, historiesOf(token), stretch);
  }

  function mustBeAllowed(route: string, token: Token, stretch: Stretch): boolean {
    if (now >= token.expires) return false;
    if (revoked[token.user]?.wasEver(Boolean, stretch.from, stretch.to)) return false;
    // In the ten seconds after a key was not there nobody can say whether a token's unknown one is new.
    if (!publishing.wasAlways((signers) => signers.includes(token.signer), now - CALM, now)) return false;
    return mustAllow(route, historiesOf(token), stretch);
  }

  function historiesOf(token: Token): History<Rights>[] {
    return token.groups.flatMap((group) => groups[group] ?? []);
  }

  async function call(text: string): Promise<{ reason: Reason; allowed: readonly string[] }> {
    log.length = 0;
    const result = await authorize(tokenEvent(`Bearer ${text}`)).catch(() => undefined);
    const [entry] = log;
    if (entry === undefined || entry.reason === "Unexpected") throw new Error("expected a known reason");
    reasons.set(entry.reason, (reasons.get(entry.reason) ?? 0) + 1);
    return { reason: entry.reason, allowed: result ? allowedIn(result.policyDocument, now) : [] };
  }
}

function nameOf(group: number): string {
  return `group-${group}`;
}
