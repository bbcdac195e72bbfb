/** Imports a module once and prints the nanoseconds of the processor that it took. */
const [, , file = ""] = process.argv;
const before = process.cpuUsage();
const { handler } = await import(file);
const { user, system } = process.cpuUsage(before);
if (typeof handler !== "function") throw new Error("expected a handler");
console.log((user + system) * 1e3);
