import type { Problem } from "@lychgate/cli";

/** Problems as messages have them: `policies/pet-owner.ts:12: …`, one a line. What has no place has none here. */
export function problemsIn(text: string): Problem[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((message) => {
      const [, file = "", line = "1", rest = message] =
        /^([^:]{1,1000}):(\d{1,9}): (.*)$/.exec(message) ?? [];
      return { file, line: Number(line), message: rest };
    });
}
