import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerLines } from "./ndjson.ts";

async function answersTo(
  chunks: readonly (string | Buffer)[],
  answer: (value: unknown) => object = (value) => ({ got: value }),
): Promise<{ allAnswered: boolean; answers: unknown[] }> {
  const answers: unknown[] = [];
  const write = async (line: string) => {
    expect(line).toMatch(/^[^\n]*\n$/);
    answers.push(JSON.parse(line));
  };
  const allAnswered = await answerLines(Readable.from(chunks, { objectMode: false }), write, answer);
  return { allAnswered, answers };
}

describe("lines of JSON", () => {
  it.each([
    ["one after the other", ["1\n2\n"], [1, 2]],
    ["without a line feed at the end", ["1\n2"], [1, 2]],
    ["with the line ends of Windows", ["1\r\n2\r\n"], [1, 2]],
    ["with empty lines between them", ["\n1\n\n \n2\n\n"], [1, 2]],
    ["that come in pieces", ["[1,", "2", "]\n", "3"], [[1, 2], 3]],
    ["that hold another line end of Unicode", ['"a\u2028b\u2029c\u0085d"\n'], ["a\u2028b\u2029c\u0085d"]],
    ["of which there are none", [], []],
  ])("are answered: %s", async (_, chunks, values) => {
    const { allAnswered, answers } = await answersTo(chunks);
    expect(answers).toEqual(values.map((got) => ({ got })));
    expect(allAnswered).toBe(true);
  });

  it("are answered in order, however they are cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.json(), { maxLength: 5 }),
        fc.array(fc.nat(200), { maxLength: 5 }),
        async (lines, cuts) => {
          const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
          const ends = [...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
          const chunks = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
          const { answers } = await answersTo(chunks.filter(({ length }) => length > 0));
          expect(answers).toEqual(lines.map((line) => JSON.parse(JSON.stringify({ got: JSON.parse(line) }))));
        },
      ),
      { numRuns: 100 },
    );
  });

  it("keep their id, whatever it is", async () => {
    const { answers } = await answersTo(['{"id":"a"}\n{"id":null}\n{"id":{"b":1}}\n{}\n[1]\n'], () => ({
      ok: true,
    }));
    expect(answers).toEqual([
      { id: "a", ok: true },
      { id: null, ok: true },
      { id: { b: 1 }, ok: true },
      { ok: true },
      { ok: true },
    ]);
  });

  it("that cannot be answered say why, and the others are answered", async () => {
    const { allAnswered, answers } = await answersTo(['1\noops\n{"id":7,"bad":true}\n2\n'], (value) => {
      if (typeof value === "object") throw new Error("expected a number");
      return { got: value };
    });
    expect(answers).toEqual([
      { got: 1 },
      { error: "expected a line of JSON" },
      { id: 7, error: "expected a number" },
      { got: 2 },
    ]);
    expect(allAnswered).toBe(false);
  });

  it("are read no faster than their answers are taken", async () => {
    const taken: string[] = [];
    let isWriting = false;
    const write = async (line: string) => {
      expect(isWriting).toBe(false);
      isWriting = true;
      await new Promise((resolve) => setImmediate(resolve));
      isWriting = false;
      taken.push(line);
    };
    await answerLines(Readable.from(["1\n2\n3\n"]), write, (value) => ({ value }));
    expect(taken).toEqual(['{"value":1}\n', '{"value":2}\n', '{"value":3}\n']);
  });

  it("that break off with a fault of the input are not taken for the end", async () => {
    const input = Readable.from(
      (function* () {
        yield "1\n";
        throw new Error("read failed");
      })(),
    );
    await expect(
      answerLines(
        input,
        async () => {},
        () => ({}),
      ),
    ).rejects.toThrow("read failed");
  });
});
