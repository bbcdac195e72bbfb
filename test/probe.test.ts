import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { DEFAULT_OPTIONS, type GatewayOptions } from "@lychgate/gateway";
import { afterAll, describe, expect, it } from "vitest";
import { type Answers, ask, parseAnswers } from "../scripts/probe/answer.ts";
import { type Comparison, compare, type Verdict } from "../scripts/probe/compare.ts";
import { openLocalGateway } from "../scripts/probe/local-gateway.ts";
import { FACETS, isDefault, type Point } from "../scripts/probe/point.ts";
import { NOT_PROBED, POINTS } from "../scripts/probe/points.ts";
import { sender } from "../scripts/probe/send.ts";

const SCRIPT = join(import.meta.dirname, "../scripts/probe.ts");
const folder = mkdtempSync(join(tmpdir(), "lychgate-probe-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a gateway with these options, which stands for AWS, answers. */
async function recordedFrom(options: Partial<GatewayOptions>, points = POINTS): Promise<Answers> {
  await using gateway = await openLocalGateway(options);
  const send = sender(gateway.apiUrl);
  const answers: Record<string, Answers["points"][string]> = {};
  for (const point of points) answers[point.id] = await ask(point, send);
  return { recordedOn: "2026-08-02", region: "local", points: answers };
}

async function compared(answers: Answers, points = POINTS): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for await (const comparison of compare(answers, points)) comparisons.push(comparison);
  return comparisons;
}

async function one(answers: Answers, point: Point): Promise<{ verdict: Verdict; agreeing: string[] }> {
  const [comparison] = await compared(answers, [point]);
  if (!comparison) throw new Error("expected a comparison");
  const { verdict, agreeing } = comparison;
  return { verdict, agreeing: agreeing.map(({ name }) => name) };
}

/** Every reading that is an option of the local gateway. */
const OPTION_READINGS = POINTS.flatMap((point) =>
  point.readings
    .filter((reading) => "options" in reading)
    .map((reading) => ({ id: point.id, name: reading.name, point, reading })),
);

const WRITTEN_READINGS = POINTS.flatMap((point) =>
  point.readings
    .filter((reading) => "answers" in reading)
    .map((reading) => ({ id: point.id, name: reading.name, point, reading })),
);

describe("the open points", () => {
  it("have an id each", () => {
    expect(new Set(POINTS.map(({ id }) => id)).size).toBe(POINTS.length);
  });

  it("are every option of the gateway, or it is said why one is not probed", () => {
    const probed = OPTION_READINGS.flatMap(({ reading }) => Object.keys(reading.options));
    expect([...new Set(probed), ...Object.keys(NOT_PROBED)].sort()).toEqual(
      Object.keys(DEFAULT_OPTIONS).sort(),
    );
  });

  it.each(POINTS)("$id has one reading that is the default, and it comes first", ({ readings }) => {
    expect(readings.map(isDefault)).toEqual(readings.map((_, index) => index === 0));
  });

  it.each(WRITTEN_READINGS)("$id, read as $name, says of each request what comes", ({ point, reading }) => {
    const written = reading.answers.map((answer) => Object.keys(answer).sort());
    expect(written).toEqual(
      point.requests.filter(({ isPreparation }) => !isPreparation).map(() => [...point.looksAt].sort()),
    );
  });

  it("have readings that no two answers agree with", async () => {
    const answers = await recordedFrom({});
    const agreeing = (await compared(answers)).map((comparison) => comparison.agreeing.length);
    expect(agreeing).toEqual(POINTS.map(() => 1));
  });
});

describe("answers of a gateway that stands for AWS", () => {
  it("agree with the defaults where it has them", async () => {
    const comparisons = await compared(await recordedFrom({}));
    expect(comparisons.filter(({ verdict }) => verdict !== "agrees")).toEqual([]);
  });

  it.each(OPTION_READINGS)("find $id to be $name", async ({ point, name, reading }) => {
    const isStricter = point.readings.some((each) => "options" in each && each.isStricterOnPurpose);
    const otherwise = isStricter ? "stricter on purpose" : "disagrees";
    expect(await one(await recordedFrom(reading.options, [point]), point)).toEqual({
      verdict: isDefault(reading) ? "agrees" : otherwise,
      agreeing: [name],
    });
  });

  it.each(WRITTEN_READINGS)("find $id to be $name", async ({ point, name, reading }) => {
    const answers = reading.answers.map(({ status = 200, errorType = null, httpMethod, methodArn }) => ({
      status: Number(status),
      errorType: errorType === null ? null : String(errorType),
      body: "",
      seconds: 0,
      saw: { httpMethod: String(httpMethod), path: "/", methodArn: String(methodArn) },
    }));
    const recorded: Answers = { recordedOn: "2026-08-02", region: "local", points: { [point.id]: answers } };
    expect(await one(recorded, point)).toEqual({ verdict: "disagrees", agreeing: [name] });
  });

  it("say what came where no reading fits", async () => {
    const [point] = POINTS;
    if (!point) throw new Error("expected an open point");
    const teapot = { status: 418, errorType: null, body: "", seconds: 0, saw: null };
    const answers: Answers = { recordedOn: "2026-08-02", region: "local", points: { [point.id]: [teapot] } };
    expect(await compared(answers, [point])).toMatchObject([
      { verdict: "disagrees", agreeing: [], came: "418" },
    ]);
  });

  it("leave out a point that was not asked when they were recorded", async () => {
    const none: Answers = { recordedOn: "2026-08-02", region: "local", points: {} };
    const verdicts = (await compared(none)).map(({ verdict }) => verdict);
    expect(new Set(verdicts)).toEqual(new Set(["not recorded"]));
  });

  it("hold no account, API or address", async () => {
    const written = JSON.stringify(await recordedFrom({ signatureEcho: "asSent" }));
    expect(written).not.toMatch(/111122223333|abcdef1234|192\.0\.2\.10|127\.0\.0\.1/);
  });
});

describe("a file of answers", () => {
  const [point] = POINTS;
  const answer = { status: 200, errorType: null, body: "", seconds: 0, saw: null };
  const file = (points: unknown) => JSON.stringify({ recordedOn: "2026-08-02", region: "eu-west-1", points });

  it("is read as it was written", () => {
    expect(parseAnswers(file({ [point?.id ?? ""]: [answer] }), POINTS).region).toBe("eu-west-1");
  });

  it.each([
    ["a point that there is not", file({ unknown: [answer] }), "expected an open point, came `unknown`"],
    ["too few answers", file({ [point?.id ?? ""]: [] }), "authorizer-timeout: expected 1 answers"],
    ["no answer", file({ [point?.id ?? ""]: [{ status: "200" }] }), "authorizer-timeout: expected 1 answers"],
    ["no points", "{}", "expected an object with `points`"],
    ["no region", '{ "points": {} }', "expected `recordedOn` and `region`"],
  ])("is refused with %s", (_, text, message) => {
    expect(() => parseAnswers(text, POINTS)).toThrow(message);
  });
});

describe("a facet", () => {
  it("of what the functions saw is nothing where no function was reached", () => {
    const answer = { status: 403, errorType: null, body: "", seconds: 0, saw: null };
    expect([FACETS.httpMethod(answer), FACETS.methodArn(answer)]).toEqual([null, null]);
  });
});

/** Runs the script to its end. */
async function runScript(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

describe("the script", () => {
  it.each<[string, Partial<GatewayOptions>, number, string, string[]]>([
    ["0 where the defaults agree", {}, 0, `${POINTS.length} agrees`, []],
    [
      "1 where one does not",
      { quotaOffset: "startOfPeriod", signatureEcho: "asSent" },
      1,
      `${POINTS.length - 2} agrees, 1 disagrees, 1 stricter on purpose`,
      [
        '✗ quota-offset              the day a period starts (quotaOffset: "startOfPeriod")',
        '! signature-echo            as sent (signatureEcho: "asSent")',
      ],
    ],
  ])("records and compares, and ends with %s", async (_, options, code, summary, differing) => {
    const file = join(folder, `answers-${code}.json`);
    await using gateway = await openLocalGateway(options);
    const recorded = await runScript("record", "--api-url", gateway.apiUrl, "--out", file);
    expect(recorded).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ region: "local" });
    const result = await runScript("compare", file);
    expect(result).toMatchObject({ code, stderr: "" });
    const lines = result.stdout.trimEnd().split("\n");
    expect(lines.at(-1)).toBe(summary);
    expect(lines.filter((line) => /^[✗!-]/.test(line))).toEqual(differing);
  });

  it.each([
    ["an address that is none", ["record", "--api-url", "probe", "--out", "x"], "--api-url: expected"],
    ["a file that is not there", ["compare", join(folder, "none.json")], "no such file"],
    ["no command", ["settle"], "unknown command"],
  ])("ends with 2 for %s", async (_, args, message) => {
    const { code, stderr } = await runScript(...args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  });

  it("ends with 2 for a file of something else", async () => {
    const file = join(folder, "other.json");
    writeFileSync(file, "[]");
    expect(await runScript("compare", file)).toMatchObject({ code: 2, stdout: "" });
  });
});
