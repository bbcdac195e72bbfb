import { afterAll, describe, expect, it } from "vitest";
import { GRADES } from "../../test/case-files.ts";
import { runChat } from "../../test/chat-run.ts";
import { type ChatExpectation, readChatCaseFiles } from "../../test/web-socket-case-files.ts";

const files = readChatCaseFiles();
const total = files.flatMap(({ cases }) => cases).length;

/** `documented 30, reported 10` */
const byGrade = GRADES.map((grade) => {
  const graded = files.filter((file) => file.grade === grade);
  return `${grade} ${graded.flatMap(({ cases }) => cases).length}`;
}).join(", ");

describe(`${total} cases of WebSocket APIs in ${files.length} files`, () => {
  // A reporter may leave out the names of what passed.
  afterAll(() =>
    console.log(`conformance of WebSocket APIs: ${total} cases in ${files.length} files (${byGrade})`),
  );

  describe.each(files)("$feature ($path, $grade)", ({ cases }) => {
    it("names each case once", () => {
      expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    });

    it.each(cases)("$name", async (each) => {
      await runChat(each, (step, came) =>
        expect(came, JSON.stringify(step)).toMatchObject(wanted(step.expect)),
      );
    });
  });
});

/** What is expected, with a call as a list of one event and none as an empty list. */
function wanted({ authorizer, backend, ...rest }: ChatExpectation): object {
  return {
    ...rest,
    ...(authorizer !== undefined && { authorizer: authorizer === null ? [] : [authorizer] }),
    ...(backend !== undefined && { backend: backend === null ? [] : [backend] }),
  };
}
