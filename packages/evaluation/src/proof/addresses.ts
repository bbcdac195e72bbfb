import { formatNetwork, type IpNetwork, type Ipv6Words, parseNetwork } from "@lychgate/policy";
import { asksForValue, type Test } from "./circumstance.ts";

/** Addresses of documentation, in the order in which they make good witnesses. @see https://www.rfc-editor.org/rfc/rfc5737 */
const READABLE = ["203.0.113.10", "198.51.100.7", "192.0.2.10", "2001:db8::1"];

/**
 * An address of every interval between the borders of the tests' networks. Membership in a network changes at
 * its borders only. The last is none: through a VPC endpoint a request has no source address.
 */
export function* sampleAddresses(tests: readonly Test[]): Generator<{ "aws:SourceIp": string } | undefined> {
  for (const address of READABLE) yield { "aws:SourceIp": address };
  const networks = tests
    .filter(asksForValue)
    .flatMap(({ condition }) => condition.wanted.flatMap((text) => parseNetwork(text) ?? []));
  for (const version of [4, 6] as const) {
    const bits = version === 4 ? 32n : 128n;
    const borders = networks.filter((network) => network.version === version).flatMap(bordersOf);
    for (const address of samplesBetween([0n, ...borders], 1n << bits)) {
      yield { "aws:SourceIp": formatAddress(version, address) };
    }
  }
  yield undefined;
}

/** Where a network begins, and where what follows it does. */
function bordersOf(network: IpNetwork): bigint[] {
  const bits = network.version === 4 ? 32 : 128;
  const first = network.version === 4 ? BigInt(network.bits >>> 0) : numberOf(network.words);
  return [first, first + (1n << BigInt(bits - network.prefix))];
}

/** An address of each interval: not the network's own, where there is another. */
function* samplesBetween(borders: readonly bigint[], end: bigint): Generator<bigint> {
  const sorted = [...new Set(borders)].filter((each) => each < end).sort((a, b) => (a < b ? -1 : 1));
  for (const [index, from] of sorted.entries()) {
    const to = sorted[index + 1] ?? end;
    yield to - from > 10n ? from + 10n : from;
  }
}

function numberOf(words: Ipv6Words): bigint {
  return words.reduce((number, word) => (number << 32n) | BigInt(word >>> 0), 0n);
}

function formatAddress(version: 4 | 6, address: bigint): string {
  const text = formatNetwork(version === 4 ? network4(address) : network6(address));
  return text.slice(0, text.indexOf("/"));
}

function network4(address: bigint): IpNetwork {
  return { version: 4, bits: Number(address), mask: -1, prefix: 32 };
}

function network6(address: bigint): IpNetwork {
  const word = (index: bigint) => Number((address >> (96n - 32n * index)) & 0xffffffffn);
  const words: Ipv6Words = [word(0n), word(1n), word(2n), word(3n)];
  return { version: 6, words, masks: [-1, -1, -1, -1], prefix: 128 };
}
