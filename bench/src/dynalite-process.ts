/** A DynamoDB in a process of its own. It prints its port, and ends with its standard input. */
import dynalite from "dynalite";

const server = dynalite({ createTableMs: 0 });
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(typeof address === "object" && address !== null ? address.port : "");
});
process.stdin.resume().on("end", () => process.exit());
