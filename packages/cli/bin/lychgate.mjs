#!/usr/bin/env node
// Plain JavaScript, so that an old Node can still say what is missing.
const [major = 0] = process.versions.node.split(".").map(Number);
if (major < 24) {
  console.error(
    `lychgate needs Node 24 or newer, this is ${process.versions.node}; \`npm ci\` installs one for \`npx\` and npm scripts on Linux and Windows`,
  );
  process.exit(2);
}
const { main } = await import("../src/main.ts");
await main(process.argv);
