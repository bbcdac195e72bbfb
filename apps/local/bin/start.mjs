// Plain JavaScript, so that an old Node can still say what is missing.
const [major = 0] = process.versions.node.split(".").map(Number);
if (major < 24) {
  console.error(
    `lychgate needs Node 24 or newer, this is ${process.versions.node}; start it with \`npm start\`, which uses the one that \`npm ci\` installs on Linux and Windows`,
  );
  process.exit(2);
}
await import("../src/main.ts");
