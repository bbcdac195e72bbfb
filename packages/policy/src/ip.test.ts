import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatNetwork, type IpNetwork, networkContains, parseIp, parseNetwork } from "./ip.ts";

function network(text: string): IpNetwork {
  const parsed = parseNetwork(text);
  if (parsed === undefined) throw new Error(`\`${text}\` is no network`);
  return parsed;
}

function contains(cidr: string, ip: string): boolean {
  const address = parseIp(ip);
  if (address === undefined) throw new Error(`\`${ip}\` is no address`);
  return networkContains(network(cidr), address);
}

describe("an address", () => {
  it.each([
    ["0.0.0.0", 0],
    ["192.0.2.1", 0xc0000201],
    ["255.255.255.255", 0xffffffff],
  ])("reads the IPv4 address `%s`", (text, bits) => {
    expect(parseIp(text)).toEqual({ version: 4, bits });
  });

  it.each([
    ["::", [0, 0, 0, 0]],
    ["::1", [0, 0, 0, 1]],
    ["2001:db8::1", [0x20010db8, 0, 0, 1]],
    ["2001:DB8:0:0:0:0:0:1", [0x20010db8, 0, 0, 1]],
    ["1:2:3:4:5:6:7::", [0x10002, 0x30004, 0x50006, 0x70000]],
    ["::ffff:192.0.2.1", [0, 0, 0xffff, 0xc0000201]],
    ["64:ff9b::192.0.2.33", [0x64ff9b, 0, 0, 0xc0000221]],
    ["1:2:3:4:5:6:192.0.2.1", [0x10002, 0x30004, 0x50006, 0xc0000201]],
  ])("reads the IPv6 address `%s`", (text, words) => {
    expect(parseIp(text)).toEqual({ version: 6, words });
  });

  it.each([
    "",
    "192.0.2",
    "192.0.2.1.1",
    "192.0.2.256",
    "192.0.2.01",
    "192.0.2.",
    ".192.0.2",
    "192..2.1",
    "0x7f.0.0.1",
    " 192.0.2.1",
    "192.0.2.1\n",
    "192.0.2.1:80",
    "-1.0.0.0",
    ":",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4::5:6:7:8",
    "12345::",
    "g::",
    "fe80::1%eth0",
    "[::1]",
    "192.0.2.1::",
    "::192.0.2.1:1",
    "::192.0.2.01",
    "1:2:3:4:5:6:7:192.0.2.1",
    ":1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:",
  ])("refuses `%s`", (text) => {
    expect(parseIp(text)).toBeUndefined();
  });
});

describe("a network", () => {
  it.each([
    ["192.0.2.77/24", "192.0.2.0/24"],
    ["192.0.2.1", "192.0.2.1/32"],
    ["255.255.255.255/1", "128.0.0.0/1"],
    ["10.0.0.0/0", "0.0.0.0/0"],
    ["2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1/128"],
    ["2001:db8:0:1:1:1:1:1/128", "2001:db8:0:1:1:1:1:1/128"],
    ["2001:db8:ffff::/33", "2001:db8:8000::/33"],
    ["2001:db8::ffff/96", "2001:db8::/96"],
    ["ffff::/0", "::/0"],
    ["::ffff:192.0.2.1", "::ffff:c000:201/128"],
  ])("writes `%s` as `%s`", (text, canonical) => {
    expect(formatNetwork(network(text))).toBe(canonical);
  });

  it.each([
    "192.0.2.0/33",
    "192.0.2.0/",
    "192.0.2.0/08",
    "192.0.2.0/-1",
    "192.0.2.0/ 8",
    "192.0.2.0/8/8",
    "192.0.2.0/255.255.255.0",
    "192.0.2.*",
    "2001:db8::/129",
    "/8",
    "localhost",
  ])("refuses `%s`", (text) => {
    expect(parseNetwork(text)).toBeUndefined();
  });

  it.each([
    ["192.0.2.0/24", "192.0.2.255", true],
    ["192.0.2.0/24", "192.0.3.0", false],
    ["128.0.0.0/1", "127.255.255.255", false],
    ["0.0.0.0/0", "255.255.255.255", true],
    ["192.0.2.1", "192.0.2.1", true],
    ["192.0.2.1", "192.0.2.2", false],
    ["2001:db8::/32", "2001:db8:ffff::1", true],
    ["2001:db8::/32", "2001:db9::1", false],
    ["2001:db8::1", "2001:0db8:0:0::0001", true],
    ["2001:db8::1", "2001:db8::2", false],
    ["::/0", "2001:db8::1", true],
  ])("`%s` and `%s`: %s", (cidr, ip, expected) => {
    expect(contains(cidr, ip)).toBe(expected);
  });

  it.each([
    ["0.0.0.0/0", "::1"],
    ["0.0.0.0/0", "::ffff:192.0.2.1"],
    ["192.0.2.1", "::ffff:192.0.2.1"],
    ["::/0", "192.0.2.1"],
    ["::ffff:0:0/96", "192.0.2.1"],
  ])("`%s` holds no address of the other version: `%s`", (cidr, ip) => {
    expect(contains(cidr, ip)).toBe(false);
  });

  it("is the same after it is written and read again, and holds the address it was made from", () => {
    const address = fc.oneof(
      fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })),
      fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })),
    );
    fc.assert(
      fc.property(address, ([ip, prefix]) => {
        const parsed = network(`${ip}/${prefix}`);
        expect(network(formatNetwork(parsed))).toEqual(parsed);
        expect(contains(`${ip}/${prefix}`, ip)).toBe(true);
      }),
    );
  });

  it("tells two addresses apart exactly at its prefix length", () => {
    const pair = fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), fc.integer({ min: 1, max: 128 }));
    const text = (bits: bigint) => bits.toString(16).padStart(32, "0").match(/.{4}/g)?.join(":") ?? "";
    fc.assert(
      fc.property(pair, ([bits, prefix]) => {
        const other = text(bits ^ (1n << BigInt(128 - prefix)));
        expect(contains(`${text(bits)}/${prefix}`, other)).toBe(false);
        expect(contains(`${text(bits)}/${prefix - 1}`, other)).toBe(true);
      }),
    );
  });
});
