import type { Reporter, Vitest } from "vitest/node";
import { holdsSecret } from "../packages/authorizer/test/secrets.ts";

/** What a test wrote. */
interface Written {
  content: string;
  taskId?: string;
}

/** Fails a run in which a test, or what it tests, wrote a token or a secret to its console. */
export default class SecretReporter implements Reporter {
  readonly #leaks = new Set<string>();
  #vitest: Pick<Vitest, "state"> | undefined;

  onInit(vitest: Pick<Vitest, "state">): void {
    this.#vitest = vitest;
  }

  onUserConsoleLog({ content, taskId = "" }: Written): void {
    if (!holdsSecret(content)) return;
    const task = this.#vitest?.state.idMap.get(taskId);
    this.#leaks.add(task ? `${task.file.name}: ${task.name}` : "an unknown test");
  }

  onTestRunEnd(): void {
    for (const leak of this.#leaks)
      console.error(`a token or a secret was written to the console by ${leak}`);
    if (this.#leaks.size > 0) process.exitCode = 1;
  }
}
