import type { Readable } from "node:stream";

/**
 * Answers newline-delimited JSON line by line, in order. A line that cannot be answered becomes
 * `{ "error" }`, with its `id` where it has one, and the rest is still answered.
 * @returns whether every line was answered
 */
export async function answerLines(
  input: Readable,
  write: (line: string) => Promise<void>,
  answer: (value: unknown) => object,
): Promise<boolean> {
  let allAnswered = true;
  for await (const line of linesOf(input)) {
    if (line.trim() === "") continue;
    const answered = answerLine(line, answer);
    if ("error" in answered) allAnswered = false;
    await write(`${JSON.stringify(answered)}\n`);
  }
  return allAnswered;
}

/** A line ends at a line feed alone: JSON may hold the other line ends of Unicode, which `readline` honours. */
async function* linesOf(input: Readable): AsyncGenerator<string> {
  const begun: string[] = [];
  for await (const chunk of input.setEncoding("utf8")) {
    const [first = "", ...rest] = String(chunk).split("\n");
    begun.push(first);
    for (const next of rest) {
      yield begun.splice(0).join("");
      begun.push(next);
    }
  }
  yield begun.join("");
}

function answerLine(line: string, answer: (value: unknown) => object): object {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { error: "expected a line of JSON" };
  }
  try {
    return { ...idOf(value), ...answer(value) };
  } catch (error) {
    return { ...idOf(value), error: error instanceof Error ? error.message : String(error) };
  }
}

function idOf(value: unknown): object {
  return typeof value === "object" && value !== null && "id" in value ? { id: value.id } : {};
}

/** Writes to standard output and waits while its reader is slower. */
export function writeOut(text: string): Promise<void> {
  return new Promise((resolve) => {
    if (process.stdout.write(text)) resolve();
    else process.stdout.once("drain", resolve);
  });
}
