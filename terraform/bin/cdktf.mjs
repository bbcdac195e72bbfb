/**
 * The `cdktf` command on this repository's Node. Its binding to terminals is built for Node up to 22 and ends
 * it on a newer one as soon as it is loaded; it only runs Terraform in it, which pipes do as well.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

// Whoever reads the output may be gone, as when a step is cancelled; then nothing further is begun.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => process.exit(1));

const require = createRequire(import.meta.url);
const folderOf = (name, from) => dirname(require.resolve(`${name}/package.json`, from && { paths: [from] }));

const cli = folderOf("cdktf-cli");
const terminal = require.resolve("@cdktf/node-pty-prebuilt-multiarch", {
  paths: [folderOf("@cdktf/cli-core", cli)],
});
require.cache[terminal] = { id: terminal, filename: terminal, loaded: true, exports: { spawn: spawnPiped } };
require(join(cli, "bundle/bin/cdktf"));

/** What the command uses of a terminal. */
function spawnPiped(file, args, { cwd, env }) {
  const child = spawn(file, args, { cwd, env });
  return {
    write: (text) => (text === "\x03" ? child.kill("SIGINT") : child.stdin.write(text)),
    onData: (listener) => {
      child.stdout.setEncoding("utf8").on("data", listener);
      child.stderr.setEncoding("utf8").on("data", listener);
    },
    onExit: (listener) => child.on("close", (code) => listener({ exitCode: code ?? 1 })),
  };
}
