import { afterAll, describe, expect, it } from "vitest";
import { type CaseRequest, GRADES } from "../../test/case-files.ts";
import {
  type HttpCase,
  type HttpCaseGateway,
  openHttpCase,
  readHttpCaseFiles,
} from "../../test/http-cases.ts";
import { header, text } from "../../test/petstore.ts";

const files = readHttpCaseFiles();
const total = files.flatMap(({ cases }) => cases).length;

/** `documented 50, measured 20` */
const byGrade = GRADES.map((grade) => {
  const graded = files.filter((file) => file.grade === grade);
  return `${grade} ${graded.flatMap(({ cases }) => cases).length}`;
}).join(", ");

describe(`HTTP APIs: ${total} cases in ${files.length} files`, () => {
  // A reporter may leave out the names of what passed.
  afterAll(() =>
    console.log(`conformance of HTTP APIs: ${total} cases in ${files.length} files (${byGrade})`),
  );

  describe.each(files)("$feature ($path, $grade)", ({ cases }) => {
    it("names each case once", () => {
      expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    });

    it.each(cases)("$name", async (each) => {
      if (each.refused === undefined) return run(each);
      expect(() => openHttpCase(each)).toThrow(each.refused);
    });
  });
});

async function run({ requests, ...setting }: HttpCase): Promise<void> {
  const gateway = openHttpCase(setting);
  for (const [index, request] of requests.entries()) {
    const came = await answer(gateway, request);
    expect(came, `request ${index}: ${request.send}`).toMatchObject(wanted(request));
  }
}

async function answer(gateway: HttpCaseGateway, request: CaseRequest): Promise<object> {
  gateway.now += (request.after ?? 0) * 1000;
  if (request.flush) gateway.gateway.flushAuthorizerCache();
  const { authorizer, backend } = gateway;
  authorizer.events.length = 0;
  backend.events.length = 0;
  const response = await gateway.perform(request);
  const names = Object.keys(request.expect.headers ?? {});
  return {
    status: response.status,
    body: text(response),
    headers: Object.fromEntries(names.map((name) => [name, header(response, name) ?? null])),
    authorizer: [...authorizer.events],
    backend: [...backend.events],
  };
}

/** What is expected, with a call as a list of one event and none as an empty list. */
function wanted({ expect: { authorizer, backend, ...rest } }: CaseRequest): object {
  return {
    ...rest,
    ...(authorizer !== undefined && { authorizer: authorizer === null ? [] : [authorizer] }),
    ...(backend !== undefined && { backend: backend === null ? [] : [backend] }),
  };
}
