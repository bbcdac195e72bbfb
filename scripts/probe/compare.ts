/** Which readings of the open points recorded answers agree with. */
import { type Answer, type Answers, ask } from "./answer.ts";
import { openLocalGateway } from "./local-gateway.ts";
import { FACETS, type FacetValue, isDefault, type Point, type Reading } from "./point.ts";
import { sender } from "./send.ts";

/** What the local gateway's default is, seen from the answers. */
export type Verdict = "agrees" | "disagrees" | "stricter on purpose" | "not recorded";

export interface Comparison {
  readonly point: Point;
  readonly verdict: Verdict;
  readonly agreeing: readonly Reading[];
  /** What of the answers tells the readings apart. */
  readonly came: string;
}

/** Sends the requests of each point to the local gateway in each of its readings. */
export async function* compare(answers: Answers, points: readonly Point[]): AsyncGenerator<Comparison> {
  for (const point of points) {
    const recorded = answers.points[point.id];
    yield recorded
      ? await comparePoint(point, recorded)
      : { point, verdict: "not recorded", agreeing: [], came: "" };
  }
}

async function comparePoint(point: Point, recorded: readonly Answer[]): Promise<Comparison> {
  const came = facetsOf(point, recorded);
  const agreeing: Reading[] = [];
  for (const reading of point.readings) {
    if (isSame(came, await expected(point, reading))) agreeing.push(reading);
  }
  return {
    point,
    verdict: verdictOf(point, agreeing),
    agreeing,
    came: came.map((facets) => facets.join(" ")).join(", "),
  };
}

function verdictOf({ readings }: Point, agreeing: readonly Reading[]): Verdict {
  if (agreeing.some(isDefault)) return "agrees";
  const isMeant = agreeing.length > 0 && readings.some((each) => isDefault(each) && each.isStricterOnPurpose);
  return isMeant ? "stricter on purpose" : "disagrees";
}

async function expected(point: Point, reading: Reading): Promise<FacetValue[][]> {
  if ("answers" in reading) {
    return reading.answers.map((answer) => point.looksAt.map((facet) => answer[facet] ?? null));
  }
  await using gateway = await openLocalGateway(reading.options);
  const answers = await ask(point, sender(gateway.apiUrl));
  return facetsOf(point, answers);
}

function facetsOf({ requests, looksAt }: Point, answers: readonly Answer[]): FacetValue[][] {
  return answers
    .filter((_, index) => !requests[index]?.isPreparation)
    .map((answer) => looksAt.map((facet) => FACETS[facet](answer)));
}

function isSame(came: readonly FacetValue[][], wanted: readonly FacetValue[][]): boolean {
  return JSON.stringify(came) === JSON.stringify(wanted);
}
