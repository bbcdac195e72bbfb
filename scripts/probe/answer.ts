/** What came back, and the file that keeps it. */
import type { Point, ProbeRequest } from "./point.ts";

export interface Answer {
  readonly status: number;
  /** `x-amzn-ErrorType`, without what follows a colon. */
  readonly errorType: string | null;
  readonly body: string;
  readonly seconds: number;
  /** What the functions saw, when the request reached the backend. */
  readonly saw: Saw | null;
}

export interface Saw {
  readonly httpMethod: string;
  readonly path: string;
  /** Of the ARN what follows the stage; `null` where there was no authorizer. */
  readonly methodArn: string | null;
}

export interface Answers {
  /** A day, `2026-08-02`. */
  readonly recordedOn: string;
  /** The region in the API's name; `local` when it has none. */
  readonly region: string;
  /** By the ids of the points. */
  readonly points: Readonly<Record<string, readonly Answer[]>>;
}

export type Ask = (request: ProbeRequest) => Promise<Answer>;

/** Sends the requests of a point, one after the other: what they are counted by depends on the order. */
export async function ask(point: Point, send: Ask): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const request of point.requests) answers.push(await send(request));
  return answers;
}

/**
 * Reads a file of answers.
 * @throws Error when it is none, or one of other points
 */
export function parseAnswers(text: string, points: readonly Point[]): Answers {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value) || !isRecord(value.points)) throw new Error("expected an object with `points`");
  const { recordedOn, region } = value;
  if (typeof recordedOn !== "string" || typeof region !== "string") {
    throw new Error("expected `recordedOn` and `region`, each a text");
  }
  const stranger = Object.keys(value.points).find((id) => !points.some((point) => point.id === id));
  if (stranger !== undefined) throw new Error(`expected an open point, came \`${stranger}\``);
  return { recordedOn, region, points: readPoints(value.points, points) };
}

function readPoints(recorded: Record<string, unknown>, points: readonly Point[]): Answers["points"] {
  return Object.fromEntries(
    points
      .filter(({ id }) => Object.hasOwn(recorded, id))
      .map(({ id, requests }) => {
        const answers = recorded[id];
        if (Array.isArray(answers) && answers.length === requests.length && answers.every(isAnswer)) {
          return [id, answers];
        }
        throw new Error(`${id}: expected ${requests.length} answers`);
      }),
  );
}

function isAnswer(value: unknown): value is Answer {
  if (!isRecord(value)) return false;
  const { status, errorType, body, seconds, saw } = value;
  return (
    typeof status === "number" &&
    (errorType === null || typeof errorType === "string") &&
    typeof body === "string" &&
    typeof seconds === "number" &&
    (saw === null || isSaw(saw))
  );
}

export function isSaw(value: unknown): value is Saw {
  if (!isRecord(value)) return false;
  const { httpMethod, path, methodArn } = value;
  const hasArn = methodArn === null || typeof methodArn === "string";
  return typeof httpMethod === "string" && typeof path === "string" && hasArn;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
