/** Requests that no client should send, from a seed. */

export interface MalformedRequest {
  readonly kind: string;
  /** Sent one after the other. */
  readonly parts: readonly Buffer[];
  /** Whether the client waits for an answer, says that it has no more to send, or leaves. */
  readonly ending: "wait" | "end" | "leave";
}

/** A number from 0, and less than 1; the same ones for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export class Dice {
  readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  one<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.below(items.length)] ?? items[0];
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }

  text(alphabet: string, length: number): string {
    return Array.from({ length }, () => alphabet[this.below(alphabet.length)]).join("");
  }
}

const PATH = "/dev/petstore/v1/pets";
const HOST = "Host: x";

type Make = (dice: Dice) => Omit<MalformedRequest, "kind">;

const KINDS: Readonly<Record<string, Make>> = {
  noise: (dice) => cut(dice, dice.bytes(1 + dice.below(300))),
  requestLine: (dice) =>
    cut(
      dice,
      lines(
        dice.one([
          `GET  ${PATH} HTTP/1.1`,
          `GET ${PATH}`,
          `GET ${PATH} HTTP/${dice.below(12)}.${dice.below(12)}`,
          `GET ${PATH} HTTP/1.1 extra`,
          ` GET ${PATH} HTTP/1.1`,
          `get ${PATH} HTTP/1.1`,
          `${dice.text("ABCXYZ!#$%&'*+-.^_`|~", 1 + dice.below(40))} ${PATH} HTTP/1.1`,
          `CONNECT x:443 HTTP/1.1`,
          `GET http://x${PATH} HTTP/1.1`,
          `GET //dev//${dice.text("./\\;", 8)} HTTP/1.1`,
          `GET ${dice.text("\u0000\t\u00ff \\<>", 6)} HTTP/1.1`,
          "PRI * HTTP/2.0",
        ]),
        HOST,
      ),
    ),
  percentEncoding: (dice) =>
    waiting(lines(`GET ${PATH}/${dice.text("%2e%cfF0/.;8", 1 + dice.below(60))} HTTP/1.1`, HOST, CLOSE)),
  queryString: (dice) => {
    const length = dice.one([10, 1000, 7000]);
    return waiting(lines(`GET ${PATH}?${dice.text("ab=&;%+|?/", length)} HTTP/1.1`, HOST, CLOSE));
  },
  hugeTarget: (dice) => cut(dice, lines(`GET ${PATH}/${"a".repeat(1 + dice.below(40_000))} HTTP/1.1`, HOST)),
  hugeHeader: (dice) => cut(dice, get(`X-A: ${"a".repeat(1 + dice.below(40_000))}`)),
  manyHeaders: (dice) => cut(dice, get(...Array.from({ length: dice.below(3000) }, (_, at) => `X-${at}: 1`))),
  duplicateHeaders: (dice) =>
    waiting(
      get(
        ...Array.from({ length: 1 + dice.below(5) }, () => `Authorization: ${dice.text("Bearer good,", 8)}`),
        `authorization: Bearer ${dice.text("god ", 4)}`,
        CLOSE,
      ),
    ),
  methodOverride: (dice) =>
    waiting(
      get(
        `X-HTTP-Method-Override: ${dice.one(["", " ", "OPTIONS", "get", "TRACE", "__proto__", "GET\tPOST"])}`,
        CLOSE,
      ),
    ),
  headerForm: (dice) =>
    cut(
      dice,
      get(
        dice.one([
          "no colon",
          ": no name",
          "Name : space",
          " Folded: line",
          "X: a\r\n b",
          "X: \u0000",
          "X: a\nAuthorization: b",
          "\u00ff: a",
          "__proto__: a",
          `X: ${dice.bytes(20).toString("latin1")}`,
        ]),
      ),
    ),
  lengths: (dice) =>
    cut(
      dice,
      post(
        dice.one([
          ["Content-Length: -1"],
          ["Content-Length: 5", "Content-Length: 6"],
          ["Content-Length: 5, 5"],
          ["Content-Length: 99999999999999999999"],
          ["Content-Length: 0x5"],
          ["Content-Length: 10485761"],
          ["Content-Length: 5", "Transfer-Encoding: chunked"],
          ["Transfer-Encoding: chunked, identity"],
          ["Transfer-Encoding: xchunked"],
          ["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"],
        ]),
        `hello\r\n\r\n${get(CLOSE)}`,
      ),
    ),
  chunks: (dice) =>
    cut(
      dice,
      post(
        ["Transfer-Encoding: chunked"],
        dice.one([
          "5\r\nhel",
          "zz\r\nhello\r\n0\r\n\r\n",
          "-1\r\n\r\n",
          "FFFFFFFFFFFFFFFFF\r\nhello",
          `5;${"e".repeat(dice.below(20_000))}\r\nhello\r\n0\r\n\r\n`,
          "5\r\nhello\r\n0\r\nAuthorization: Bearer good\r\n\r\n",
          "5\nhello\n0\n\n",
        ]),
      ),
    ),
  abortedUpload: (dice) => ({
    parts: [Buffer.from(post(["Content-Length: 100000"], "x".repeat(dice.below(5000))))],
    ending: "leave",
  }),
  slowClient: (dice) => {
    const whole = Buffer.from(post(["Content-Length: 5", CLOSE], "hello"));
    const size = 1 + dice.below(20);
    const parts = Array.from({ length: Math.ceil(whole.length / size) }, (_, at) =>
      whole.subarray(at * size, (at + 1) * size),
    );
    const kept = dice.below(parts.length + 1);
    return { parts: parts.slice(0, kept), ending: kept === parts.length ? "wait" : "leave" };
  },
  invalidUtf8: (dice) =>
    waiting(
      Buffer.concat([
        Buffer.from(post(["Content-Length: 20", "Content-Type: application/json", CLOSE], "")),
        dice.bytes(20),
      ]),
    ),
  pipeline: (dice) =>
    cut(dice, get(HOST).repeat(1 + dice.below(5)) + dice.one(["", get(CLOSE), "GET / HTTP/1.1\r\n"])),
  mutation: (dice) => {
    const bytes = Buffer.from(post(["Content-Length: 5", "Authorization: Bearer none", CLOSE], "hello"));
    for (let count = 1 + dice.below(6); count > 0; count--) bytes[dice.below(bytes.length)] = dice.below(256);
    return cut(dice, bytes);
  },
};

const CLOSE = "Connection: close";

function lines(...parts: string[]): string {
  return [...parts, "", ""].join("\r\n");
}

function get(...headers: string[]): string {
  return lines(`GET ${PATH} HTTP/1.1`, HOST, ...headers);
}

function post(headers: readonly string[], body: string): string {
  return lines(`POST ${PATH} HTTP/1.1`, HOST, ...headers) + body;
}

function waiting(whole: string | Buffer): Omit<MalformedRequest, "kind"> {
  return { parts: [Buffer.from(whole as string, "latin1")], ending: "wait" };
}

function cut(dice: Dice, whole: string | Buffer): Omit<MalformedRequest, "kind"> {
  const bytes = typeof whole === "string" ? Buffer.from(whole, "latin1") : whole;
  const at = dice.below(bytes.length + 1);
  const parts = dice.below(4) === 0 ? [bytes.subarray(0, at), bytes.subarray(at)] : [bytes];
  return { parts, ending: dice.below(10) === 0 ? "leave" : "end" };
}

/** The next request of a random source. */
export function malformedRequest(random: () => number): MalformedRequest {
  const dice = new Dice(random);
  const names = Object.keys(KINDS);
  const kind = names[dice.below(names.length)] ?? "noise";
  const make = KINDS[kind];
  if (!make) throw new Error(`expected a kind of request, came \`${kind}\``);
  return { kind, ...make(dice) };
}

export const KIND_NAMES: readonly string[] = Object.keys(KINDS);
