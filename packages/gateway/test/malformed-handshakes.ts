/** Handshakes and frames that no client should send, from a seed. */
import { Dice, type MalformedRequest } from "./malformed-requests.ts";

export interface MalformedHandshake extends MalformedRequest {
  /** Whether the handshake itself is good, and what follows is not. */
  readonly connects: boolean;
}

const KEY = `Sec-WebSocket-Key: ${"A".repeat(22)}==`;
const HOST = "Host: x";
const UPGRADE = ["Connection: Upgrade", "Upgrade: websocket"];
const VERSION = "Sec-WebSocket-Version: 13";

function handshake(lines: readonly string[], first = "GET /dev HTTP/1.1"): string {
  return [first, ...lines, "", ""].join("\r\n");
}

type Make = (dice: Dice) => string | Buffer;

/** Handshakes; whatever is wrong with them, they do not have the token. */
const HANDSHAKES: Readonly<Record<string, Make>> = {
  version: (dice) => {
    const version = dice.one([
      "12",
      "8",
      "0",
      "14",
      "-13",
      "13.0",
      "x",
      "",
      "13, 13",
      "99999999999999999999",
    ]);
    return handshake([HOST, ...UPGRADE, KEY, `Sec-WebSocket-Version: ${version}`]);
  },
  versionTwice: () => handshake([HOST, ...UPGRADE, KEY, VERSION, VERSION]),
  noVersion: () => handshake([HOST, ...UPGRADE, KEY]),
  noKey: () => handshake([HOST, ...UPGRADE, VERSION]),
  key: (dice) => {
    const key = dice.one(["", "A", "A".repeat(24), `${"A".repeat(22)}=`, `${"!".repeat(22)}==`, "\u0000"]);
    return handshake([HOST, ...UPGRADE, VERSION, `Sec-WebSocket-Key: ${key}`]);
  },
  keyTwice: () => handshake([HOST, ...UPGRADE, VERSION, KEY, KEY]),
  upgrade: (dice) => {
    const protocol = dice.one(["h2c", "websocket2", "websocket, h2c", "", "WebSocket\t"]);
    return handshake([HOST, "Connection: Upgrade", `Upgrade: ${protocol}`, KEY, VERSION]);
  },
  connection: (dice) => {
    const option = dice.one(["close", "keep-alive", "Upgrade, close", ""]);
    return handshake([HOST, `Connection: ${option}`, "Upgrade: websocket", KEY, VERSION]);
  },
  requestLine: (dice) =>
    handshake(
      [HOST, ...UPGRADE, KEY, VERSION],
      dice.one([
        "POST /dev HTTP/1.1",
        "CONNECT /dev HTTP/1.1",
        "GET /dev HTTP/1.0",
        "GET /dev",
        "GET  /dev HTTP/1.1",
        "GET dev HTTP/1.1",
        "GET ws://x/dev HTTP/1.1",
        "GET /dev/@connections/x HTTP/1.1",
        `GET /dev?${dice.text("%&=+|;", 1 + dice.below(40))} HTTP/1.1`,
        `GET ${dice.text("/.%2e\\dev", 1 + dice.below(20))} HTTP/1.1`,
      ]),
    ),
  hugeTarget: (dice) =>
    handshake([HOST, ...UPGRADE, KEY, VERSION], `GET /dev?a=${"a".repeat(dice.below(40_000))} HTTP/1.1`),
  hugeHeader: (dice) => handshake([HOST, ...UPGRADE, KEY, VERSION, `X-A: ${"a".repeat(dice.below(40_000))}`]),
  manyHeaders: (dice) => {
    const headers = Array.from({ length: dice.below(3000) }, (_, at) => `X-${at}: 1`);
    return handshake([HOST, ...UPGRADE, KEY, VERSION, ...headers]);
  },
  protocols: (dice) => {
    const protocols = dice.text('ab, ,"()\\', 1 + dice.below(20));
    return handshake([HOST, ...UPGRADE, KEY, VERSION, `Sec-WebSocket-Protocol: ${protocols}`]);
  },
  extensions: (dice) => {
    const extensions = dice.text('permessage-deflate;=",', 1 + dice.below(40));
    return handshake([HOST, ...UPGRADE, KEY, VERSION, `Sec-WebSocket-Extensions: ${extensions}`]);
  },
  body: (dice) =>
    handshake([HOST, ...UPGRADE, KEY, VERSION, `Content-Length: ${dice.below(300)}`]) + dice.text("ab", 200),
  wrongToken: () => handshake([HOST, ...UPGRADE, KEY, VERSION, "Authorization: Bearer none"]),
  impatience: (dice) =>
    Buffer.concat([
      Buffer.from(handshake([HOST, ...UPGRADE, KEY, VERSION])),
      dice.bytes(1 + dice.below(5000)),
    ]),
  noise: (dice) => dice.bytes(1 + dice.below(300)),
  mutation: (dice) => {
    const bytes = Buffer.from(handshake([HOST, ...UPGRADE, KEY, VERSION, "Authorization: Bearer none"]));
    for (let count = 1 + dice.below(6); count > 0; count--) bytes[dice.below(bytes.length)] = dice.below(256);
    return bytes;
  },
};

/** A frame of a length below 126, masked with zeros unless it is not masked. */
function frame(first: number, payload: Buffer, masked = true): Buffer {
  const mask = masked ? Buffer.alloc(4) : Buffer.alloc(0);
  return Buffer.concat([Buffer.from([first, (masked ? 0x80 : 0) | payload.length]), mask, payload]);
}

/** What follows a good handshake. */
const FRAMES: Readonly<Record<string, (dice: Dice) => Buffer>> = {
  unmasked: (dice) => frame(0x81, dice.bytes(dice.below(100)), false),
  binary: (dice) => frame(0x82, dice.bytes(dice.below(100))),
  reservedBits: (dice) => frame(0x81 | dice.one([0x40, 0x20, 0x10, 0x70]), Buffer.from("hi")),
  opcode: (dice) => frame(0x80 | dice.one([3, 4, 5, 6, 7, 11, 12, 13, 14, 15]), Buffer.from("hi")),
  continuation: () => frame(0x80, Buffer.from("hi")),
  unfinished: () => Buffer.concat([frame(0x01, Buffer.from("a")), frame(0x01, Buffer.from("b"))]),
  notUtf8: () => frame(0x81, Buffer.from([0xff, 0xfe, 0xc0])),
  ping: (dice) => frame(0x09, dice.bytes(dice.below(100))),
  closeStatus: (dice) => frame(0x88, Buffer.from([dice.below(4), dice.below(256)])),
  closeOneByte: () => frame(0x88, Buffer.from([3])),
  hugeLength: (dice) =>
    Buffer.concat([Buffer.from([0x81, 0xff]), dice.bytes(8), dice.bytes(dice.below(200))]),
  cut: (dice) => frame(0x81, Buffer.from("hello")).subarray(0, 1 + dice.below(10)),
  bytes: (dice) => dice.bytes(1 + dice.below(2000)),
  manyFragments: (dice) =>
    Buffer.concat([
      frame(0x01, Buffer.from("a")),
      Buffer.alloc(6 * (16_384 + dice.below(100)), frame(0x00, Buffer.alloc(0))),
    ]),
};

export const KIND_NAMES: readonly string[] = [...Object.keys(HANDSHAKES), ...Object.keys(FRAMES)];

/**
 * The next one of a random source.
 * @param token what lets a client in
 */
export function malformedHandshake(random: () => number, token: string): MalformedHandshake {
  const dice = new Dice(random);
  const kind = KIND_NAMES[dice.below(KIND_NAMES.length)] ?? "noise";
  const frames = FRAMES[kind];
  if (frames) {
    const good = goodHandshake(token);
    return { kind, connects: true, parts: [good, frames(dice)], ending: "end" };
  }
  const made = HANDSHAKES[kind]?.(dice) ?? "";
  const bytes = typeof made === "string" ? Buffer.from(made, "latin1") : made;
  const at = dice.below(bytes.length + 1);
  const parts = dice.below(4) === 0 ? [bytes.subarray(0, at), bytes.subarray(at)] : [bytes];
  if (dice.below(10) > 0) return { kind, connects: false, parts, ending: "end" };
  return { kind, connects: false, parts: parts.slice(0, 1), ending: "leave" };
}

export function goodHandshake(token: string): Buffer {
  return Buffer.from(handshake([HOST, ...UPGRADE, KEY, VERSION, `Authorization: ${token}`]));
}
