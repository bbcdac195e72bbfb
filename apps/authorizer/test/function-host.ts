/** Loads the module of a Lambda function and calls its handler with each message; see function-process.ts. */
const [, , file = ""] = process.argv;
const { handler } = await import(file).catch((error: unknown) => {
  // Left to itself, Node prints the line that threw: of a bundle, all of it.
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});

process.on("message", async (event) => {
  try {
    process.send?.({ result: await handler(event) });
  } catch (error) {
    const { name, message, cause } = error instanceof Error ? error : new TypeError("threw no error");
    process.send?.({ error: { name, message, hasCause: cause !== undefined } });
  }
});
process.send?.("ready");
