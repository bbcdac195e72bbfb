/**
 * A network between two ports of this machine, as a process of its own: `node delay-proxy.ts <port>
 * <milliseconds>` passes on what comes, in order, so much later each way. It prints its port, and ends with
 * its standard input. In the process of the client it would stand still whenever the client is busy.
 */
import { connect, createServer } from "node:net";

const [target, milliseconds] = process.argv.slice(2).map(Number);
if (target === undefined || milliseconds === undefined) throw new Error("expected a port and milliseconds");

const server = createServer((near) => {
  const far = connect(target, "127.0.0.1");
  for (const [from, to] of [
    [near, far],
    [far, near],
  ] as const) {
    from.setNoDelay(true);
    from.on("data", (chunk) => setTimeout(() => to.destroyed || to.write(chunk), milliseconds));
    from.on("error", () => to.destroy()).on("close", () => to.destroy());
  }
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(typeof address === "object" && address !== null ? address.port : "");
});
process.stdin.resume().on("end", () => process.exit());
