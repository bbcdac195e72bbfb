/** The keys of issuers, remembered by their address. */
import { createHash } from "node:crypto";
import { WaitPeriodNotYetEndedJwkError } from "aws-jwt-verify/error";
import { type Jwks, type JwkWithKid, type PenaltyBox, SimpleJwksCache } from "aws-jwt-verify/jwk";
import { parseKeySet } from "./key-set.ts";

/** In milliseconds. A key that its issuer withdraws is good for no longer than this. */
const READ_AGAIN_AFTER = 3_600_000;

/** For how long keys are used that cannot be read again, in milliseconds. */
const LONGEST_AGE = 24 * 3_600_000;

/** How long is waited after reading them again has failed, in milliseconds. */
const BACK_OFF = 60_000;

/** How long is waited after a key was not there or could not be looked for, in milliseconds. */
const WAIT_FOR_KEY = 10_000;

type GetJwk = SimpleJwksCache["getJwk"];

/** Epoch milliseconds. */
interface Reading {
  read: number;
  /** When reading again failed. */
  failed?: number;
}

/** Remembers key sets for an hour, and for up to a day while they cannot be read again. */
export class KeyCache extends SimpleJwksCache {
  readonly #readings = new Map<string, Reading>();

  constructor(fetch: (uri: string) => Promise<ArrayBuffer>) {
    super({ fetcher: { fetch }, jwksParser: parseKeySet, penaltyBox: createPenaltyBox() });
  }

  override async getJwks(uri: string): Promise<Jwks> {
    const read = Date.now();
    try {
      const jwks = await super.getJwks(uri);
      this.#readings.set(uri, { read });
      return jwks;
    } catch (error) {
      // Else every token with a made-up key would wait for an address that does not answer.
      if (this.#readings.has(uri)) this.penaltyBox.registerFailedAttempt(uri, "");
      throw error;
    }
  }

  override async getJwk(...[uri, jwt]: Parameters<GetJwk>): ReturnType<GetJwk> {
    const reading = this.#readings.get(uri);
    if (reading && !isWithin(READ_AGAIN_AFTER, reading.read)) await this.#readAgain(uri, reading);
    return withOwnId(await super.getJwk(uri, jwt));
  }

  async #readAgain(uri: string, reading: Reading): Promise<void> {
    const isOld = !isWithin(LONGEST_AGE, reading.read);
    if (!isOld && isWithin(BACK_OFF, reading.failed)) return;
    try {
      await this.getJwks(uri);
    } catch (error) {
      if (isOld) throw error;
      reading.failed = Date.now();
    }
  }
}

/** Whether an instant is in the past, and no longer ago. A clock that was put back says nothing of it. */
function isWithin(milliseconds: number, instant: number | undefined): boolean {
  const age = Date.now() - (instant ?? Number.NEGATIVE_INFINITY);
  return age >= 0 && age < milliseconds;
}

/** By the clock, for the timers of a function stand still between its calls. */
function createPenaltyBox(): PenaltyBox {
  const missedAt = new Map<string, number>();
  return {
    async wait(uri) {
      if (isWithin(WAIT_FOR_KEY, missedAt.get(uri))) throw new WaitPeriodNotYetEndedJwkError("too early");
    },
    registerFailedAttempt: (uri) => void missedAt.set(uri, Date.now()),
    registerSuccessfulAttempt: (uri) => void missedAt.delete(uri),
  };
}

const known = new WeakMap<JwkWithKid, JwkWithKid>();

/** The verifier remembers a key by its id, for good; so the id has to be another when the key is. */
function withOwnId(jwk: JwkWithKid): JwkWithKid {
  const remembered = known.get(jwk);
  if (remembered) return remembered;
  const kid = createHash("sha256").update(JSON.stringify(jwk)).digest("base64");
  const identified = { ...jwk, kid };
  known.set(jwk, identified);
  return identified;
}
