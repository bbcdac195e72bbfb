import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath, pathToFileURL } from "node:url";
import { checkForSecrets } from "@lychgate/authorizer/test/secrets";

/** What a call of a function comes to. */
export type Outcome = { result: unknown } | { error: { name: string; message: string; hasCause: boolean } };

/** A Lambda function in a process of its own, with its environment and no other. */
export interface FunctionProcess {
  invoke(event: unknown): Promise<Outcome>;
  /** Ends the process; gives all that it printed. @throws Error when it printed a token or a secret */
  stop(): Promise<string>;
}

const HOST = fileURLToPath(new URL("function-host.ts", import.meta.url));

/** @throws Error with what the process printed when the module cannot be loaded */
export async function startFunction(file: string, env: Record<string, string>): Promise<FunctionProcess> {
  const child = fork(HOST, [pathToFileURL(file).href], {
    env,
    execArgv: ["--no-warnings"],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
  }
  const closed = once(child, "close");
  const failed = closed.then(() => Promise.reject(new Error(printed)));
  failed.catch(() => undefined);
  const answer = () => Promise.race([once(child, "message").then(([message]) => message), failed]);
  await answer();
  return {
    async invoke(event) {
      const answered = answer();
      child.send(event as object);
      return answered;
    },
    async stop() {
      child.kill();
      await closed;
      checkForSecrets(printed);
      return printed;
    },
  };
}
