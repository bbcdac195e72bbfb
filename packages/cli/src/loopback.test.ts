import { createServer } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { afterEach, describe, expect, it } from "vitest";
import { type Listening, listenOnLoopback } from "./loopback.ts";

let listening: Listening | undefined;
afterEach(() => listening?.close());

async function start(): Promise<Listening> {
  listening = await listenOnLoopback(createServer((_, response) => response.end("served")));
  return listening;
}

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
}

describe("a server on the loopback address", () => {
  it("listens on no other address of this machine", async () => {
    const port = Number(new URL((await start()).endpoint).port);
    const addresses = Object.values(networkInterfaces()).flatMap((list = []) => list);
    const others = addresses.map(({ address }) => address).filter((address) => address !== "127.0.0.1");
    expect(await canConnect("127.0.0.1", port)).toBe(true);
    for (const address of [...others, "127.0.0.2", "::1"])
      expect(await canConnect(address, port)).toBe(false);
  });

  it("ends open connections when it closes, and may be closed twice", async () => {
    const server = await start();
    const { port } = new URL(server.endpoint);
    const socket = connect({ host: "127.0.0.1", port: Number(port) });
    await new Promise((resolve) => socket.on("connect", resolve));
    const ended = new Promise((resolve) => socket.on("close", resolve));
    await Promise.all([server.close(), server.close(), ended]);
    expect(await canConnect("127.0.0.1", Number(port))).toBe(false);
  });

  it("says which port is in use", async () => {
    const port = Number(new URL((await start()).endpoint).port);
    await expect(listenOnLoopback(createServer(), port)).rejects.toThrow(`port ${port} is in use`);
  });
});
