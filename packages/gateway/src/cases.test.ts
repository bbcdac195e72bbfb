import { afterAll, describe, expect, it } from "vitest";
import { type Case, type CaseRequest, GRADES, readCaseFiles } from "../test/case-files.ts";
import { type CaseGateway, openCase } from "../test/case-gateway.ts";
import { header, text } from "../test/petstore.ts";
import type { GatewayResponse } from "./index.ts";

const files = readCaseFiles();
const total = files.flatMap(({ cases }) => cases).length;

/** `documented 500, measured 20` */
const byGrade = GRADES.map((grade) => {
  const graded = files.filter((file) => file.grade === grade);
  return `${grade} ${graded.flatMap(({ cases }) => cases).length}`;
}).join(", ");

describe(`${total} cases in ${files.length} files`, () => {
  // A reporter may leave out the names of what passed.
  afterAll(() => console.log(`conformance: ${total} cases in ${files.length} files (${byGrade})`));

  describe.each(files)("$feature ($path, $grade)", ({ cases }) => {
    it("names each case once", () => {
      expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    });

    it.each(cases)("$name", async (each) => {
      if (each.refused !== undefined) {
        expect(() => openCase(each)).toThrow(each.refused);
        return;
      }
      await run(each);
    });
  });
});

async function run({ requests, ...setting }: Case): Promise<void> {
  const gateway = openCase(setting);
  for (const [index, request] of requests.entries()) {
    const came = await answer(gateway, request);
    expect(came, `request ${index}: ${request.send}`).toMatchObject(wanted(request));
  }
}

interface Answer {
  status: number;
  body: string;
  headers: Record<string, string | null>;
  authorizer: unknown[];
  backend: unknown[];
}

async function answer(gateway: CaseGateway, request: CaseRequest): Promise<Answer> {
  gateway.now += (request.after ?? 0) * 1000;
  if (request.flush) gateway.gateway.flushAuthorizerCache();
  const { authorizer, backend } = gateway;
  authorizer.events.length = 0;
  backend.events.length = 0;
  const response = await gateway.perform(request);
  const headers = headersOf(response, Object.keys(request.expect.headers ?? {}));
  const { status } = response;
  return {
    status,
    body: text(response),
    headers,
    authorizer: [...authorizer.events],
    backend: [...backend.events],
  };
}

function headersOf(response: GatewayResponse, names: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(names.map((name) => [name, header(response, name) ?? null]));
}

/** What is expected, with a call as a list of one event and none as an empty list. */
function wanted({ expect: { authorizer, backend, ...rest } }: CaseRequest): object {
  return {
    ...rest,
    ...(authorizer !== undefined && { authorizer: authorizer === null ? [] : [authorizer] }),
    ...(backend !== undefined && { backend: backend === null ? [] : [backend] }),
  };
}
