/** The ways in which a Resource's wildcards admit more than it seems to name. */
import {
  heldToSegments,
  type ResourceShape,
  spliced,
  starsWithoutSeparator,
  verbsOf,
  verbsSpelledOut,
} from "./resource-shape.ts";

/** One way, as patterns of `VERB/path`. */
export interface Slip {
  code: "LY101" | "LY102" | "LY103";
  why: string;
  /** What the Resource seems to name, as far as this way goes. */
  seems: { patterns: readonly string[]; except: readonly string[] };
  /** What slips through in this way has to match this too. */
  within: string;
  /** Requests that may show it best, as `VERB/path`. */
  candidates: readonly string[];
}

export function slipsOf(shape: ResourceShape): Slip[] {
  const [first] = verbsOf(shape.verb);
  if (shape.path.length === 0) return [crossing(shape)];
  // A word that is no verb matches none: there is nothing to swallow with.
  const swallowing = /[*?]/.test(shape.verb) && first !== undefined ? [verbSwallowing(shape)] : [];
  return [crossing(shape), ...swallowing, ...longerNames(shape)];
}

function crossing(shape: ResourceShape): Slip {
  const { pattern, crossing: except } = heldToSegments(shape);
  const [verb = "GET"] = verbsOf(shape.verb);
  const named = example(shape, verb, "1");
  return {
    code: "LY101",
    why: "its `*` crosses `/`",
    seems: { patterns: [pattern], except },
    within: "*",
    candidates: [
      `${verb === "DELETE" ? "GET" : "DELETE"}/x/${example(shape, verb, "")}`,
      `${verb}/x/${named}`,
      example(shape, verb, "1/x"),
    ],
  };
}

function verbSwallowing(shape: ResourceShape): Slip {
  return {
    code: "LY102",
    why: `\`${shape.verb}\` in the place of the verb swallows a part of the path`,
    seems: { patterns: verbsSpelledOut(shape), except: [] },
    within: heldToSegments(shape).pattern,
    candidates: ["GET", ...verbsOf(shape.verb)].map(
      (verb) => `${verb}/admin/${shape.path.join("/").replaceAll("*", "")}`,
    ),
  };
}

function longerNames(shape: ResourceShape): Slip[] {
  const { pattern } = heldToSegments(shape);
  const [verb = "GET"] = verbsOf(shape.verb);
  return starsWithoutSeparator(shape).map((index): Slip => {
    const longer = pattern.slice(0, index).replaceAll("*", "x").slice(shape.verb.length);
    const after = pattern.slice(index + 1).replaceAll("*", "x");
    return {
      code: "LY103",
      why: "there is no `/` before its `*`",
      seems: { patterns: [spliced(pattern, index, ""), spliced(pattern, index, "/*")], except: [] },
      within: pattern,
      candidates: [`${verb}${longer}-secret${after}`],
    };
  });
}

/** `VERB/path` with something in the place of each star but a last one. */
function example({ path }: ResourceShape, verb: string, star: string): string {
  const text = path.join("/").replaceAll("?", "x");
  return `${verb}/${text.replace(/\*$/, "").replaceAll("*", star)}`;
}
