/**
 * IP addresses and CIDR networks. IPv4 and IPv6 never match one another: `::ffff:192.0.2.1` is IPv6.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4291#section-2.2
 * @see https://www.rfc-editor.org/rfc/rfc5952
 */

/** Four words of 32 bits, each an unsigned number. */
export type Ipv6Words = readonly [number, number, number, number];

/** An address; IPv4 is one unsigned number of 32 bits. */
export type IpAddress = { version: 4; bits: number } | { version: 6; words: Ipv6Words };

/** A network: its lowest address, and the mask that its prefix length stands for. */
export type IpNetwork =
  | { version: 4; bits: number; mask: number; prefix: number }
  | { version: 6; words: Ipv6Words; masks: Ipv6Words; prefix: number };

/** Reads an IPv4 or IPv6 address; `undefined` when it is none. Leading zeros and zone ids are refused. */
export function parseIp(text: string): IpAddress | undefined {
  const bits = parseIpv4(text);
  if (bits !== undefined) return { version: 4, bits };
  const words = parseIpv6(text);
  return words === undefined ? undefined : { version: 6, words };
}

/**
 * Reads CIDR notation; `undefined` when it is none. An address without a prefix length is a network of
 * its own, and bits beyond the prefix are masked off.
 */
export function parseNetwork(text: string): IpNetwork | undefined {
  const slash = text.indexOf("/");
  const address = parseIp(slash === -1 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const longest = address.version === 4 ? 32 : 128;
  const prefix = slash === -1 ? longest : parsePrefix(text.slice(slash + 1), longest);
  return prefix === undefined ? undefined : networkOf(address, prefix);
}

/** Writes a network as canonical text, always with its prefix length; IPv6 in the form of RFC 5952. */
export function formatNetwork(network: IpNetwork): string {
  const address = network.version === 4 ? formatIpv4(network.bits) : formatIpv6(network.words);
  return `${address}/${network.prefix}`;
}

/** Says whether the address lies in the network; never across versions. */
export function networkContains(network: IpNetwork, address: IpAddress): boolean {
  if (network.version === 4) {
    return address.version === 4 && ((address.bits ^ network.bits) & network.mask) === 0;
  }
  if (address.version === 4) return false;
  const { words, masks } = network;
  return (
    ((address.words[0] ^ words[0]) & masks[0]) === 0 &&
    ((address.words[1] ^ words[1]) & masks[1]) === 0 &&
    ((address.words[2] ^ words[2]) & masks[2]) === 0 &&
    ((address.words[3] ^ words[3]) & masks[3]) === 0
  );
}

const DOT = 46;
const ZERO = 48;
const COLON = 58;
const LETTER_A = 97;

function parseIpv4(text: string): number | undefined {
  if (text.length > 15) return undefined;
  let bits = 0;
  let dots = 0;
  let octet = -1;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === DOT) {
      if (octet === -1) return undefined;
      bits = bits * 256 + octet;
      dots++;
      octet = -1;
      continue;
    }
    const digit = code - ZERO;
    if (digit < 0 || digit > 9 || octet === 0) return undefined;
    octet = octet === -1 ? digit : octet * 10 + digit;
    if (octet > 255) return undefined;
  }
  return dots === 3 && octet !== -1 ? bits * 256 + octet : undefined;
}

const LONGEST_IPV6 = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length;

/** Walks over the groups; `gap` is where `::` stands among them. */
function parseIpv6(text: string): Ipv6Words | undefined {
  if (text.length < 2 || text.length > LONGEST_IPV6) return undefined;
  const groups: number[] = [];
  let gap = -1;
  let at = 0;
  if (text.startsWith("::")) {
    gap = 0;
    at = 2;
  }
  while (at < text.length) {
    const colon = text.indexOf(":", at);
    const end = colon === -1 ? text.length : colon;
    const group = parseGroup(text, at, end);
    if (group === undefined) {
      const embedded = colon === -1 ? parseIpv4(text.slice(at)) : undefined;
      if (embedded === undefined) return undefined;
      groups.push(embedded >>> 16, embedded & 0xffff);
      break;
    }
    groups.push(group);
    if (colon === -1) break;
    at = colon + 1;
    if (at === text.length) return undefined;
    if (text.charCodeAt(at) !== COLON) continue;
    if (gap !== -1) return undefined;
    gap = groups.length;
    at++;
  }
  return toWords(groups, gap);
}

/** Reads one to four hexadecimal digits. */
function parseGroup(text: string, start: number, end: number): number | undefined {
  if (end === start || end - start > 4) return undefined;
  let group = 0;
  for (let index = start; index < end; index++) {
    const digit = hexDigit(text.charCodeAt(index));
    if (digit === -1) return undefined;
    group = group * 16 + digit;
  }
  return group;
}

function hexDigit(code: number): number {
  if (code >= ZERO && code <= ZERO + 9) return code - ZERO;
  // The bit 0x20 is all that tells a letter from its capital.
  const letter = (code | 0x20) - LETTER_A;
  return letter >= 0 && letter <= 5 ? letter + 10 : -1;
}

function toWords(groups: readonly number[], gap: number): Ipv6Words | undefined {
  const zeros = 8 - groups.length;
  if (gap === -1 ? zeros !== 0 : zeros < 1) return undefined;
  const group = (index: number) => {
    if (gap === -1 || index < gap) return groups[index] ?? 0;
    return index < gap + zeros ? 0 : (groups[index - zeros] ?? 0);
  };
  const word = (index: number) => group(index) * 0x10000 + group(index + 1);
  return [word(0), word(2), word(4), word(6)];
}

function parsePrefix(text: string, longest: number): number | undefined {
  if (!/^(?:0|[1-9]\d{0,2})$/.test(text)) return undefined;
  const prefix = Number(text);
  return prefix <= longest ? prefix : undefined;
}

function networkOf(address: IpAddress, prefix: number): IpNetwork {
  if (address.version === 4) {
    const mask = maskOf(prefix);
    return { version: 4, bits: (address.bits & mask) >>> 0, mask, prefix };
  }
  const masks: Ipv6Words = [maskOf(prefix), maskOf(prefix - 32), maskOf(prefix - 64), maskOf(prefix - 96)];
  const [a, b, c, d] = address.words;
  const words: Ipv6Words = [
    (a & masks[0]) >>> 0,
    (b & masks[1]) >>> 0,
    (c & masks[2]) >>> 0,
    (d & masks[3]) >>> 0,
  ];
  return { version: 6, words, masks, prefix };
}

function maskOf(ones: number): number {
  if (ones <= 0) return 0;
  // A shift by 32 is a shift by 0 in JavaScript.
  return ones >= 32 ? 0xffffffff : (0xffffffff << (32 - ones)) >>> 0;
}

function formatIpv4(bits: number): string {
  return [bits >>> 24, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255].join(".");
}

function formatIpv6(words: Ipv6Words): string {
  const groups = words.flatMap((word) => [word >>> 16, word & 0xffff]);
  const { start, length } = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(":");
  return `${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}`;
}

function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let longest = { start: 0, length: 0 };
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > longest.length) longest = { start: index - length + 1, length };
  }
  return longest;
}
