/** What the local stack tells while the page is open. Elsewhere there is no stack, and nothing is told. */
import { signal } from "@preact/signals";
import { bundleState, loadBundle } from "./bundle.ts";
import { changesText } from "./change-counts.ts";

/** `none`: this page is not served by a local stack. */
export type StackState = { kind: "unknown" } | { kind: "none" } | { kind: "running"; stack: object };

export interface Problem {
  file: string;
  line: number;
  message: string;
}

export const stackState = signal<StackState>({ kind: "unknown" });

/** What is wrong with the policies as they were saved last. */
export const problems = signal<readonly Problem[]>([]);

/** The last thing that happened, for everyone to hear; `changes` where there is something to compare. */
export const news = signal<{ text: string; changes: boolean } | undefined>(undefined);

/** Asks whether there is a local stack, and listens to it. */
export async function followStack(): Promise<void> {
  const stack = await fetchStack();
  stackState.value = stack === undefined ? { kind: "none" } : { kind: "running", stack };
  if (stack === undefined) return;
  const events = new EventSource("./events");
  events.addEventListener("policies", () => void policiesSaved());
  events.addEventListener("problems", ({ data }) => {
    problems.value = readProblems(data);
  });
}

/** A server that answers whatever is asked has no stack. */
async function fetchStack(): Promise<object | undefined> {
  try {
    const response = await fetch("./stack.json");
    const stack: unknown = response.ok ? await response.json() : undefined;
    return typeof stack === "object" && stack !== null && "apiUrl" in stack ? stack : undefined;
  } catch {
    return undefined;
  }
}

async function policiesSaved(): Promise<void> {
  problems.value = [];
  const before = bundleState.value.kind === "ready" ? bundleState.value.bundle.revision.hash : undefined;
  const bundle = await loadBundle();
  // To who has only just come, nothing of it is news.
  if (!bundle || before === undefined || bundle.revision.hash === before) return;
  const { comparison } = bundle;
  news.value = {
    text: comparison
      ? `Policies saved. Compared with ${comparison.base.name}: ${changesText(comparison.changes)}.`
      : "Policies saved.",
    changes: comparison !== undefined && comparison.changes.length > 0,
  };
}

/** Reads what an event `problems` says; nothing where it says something else. */
export function readProblems(data: unknown): Problem[] {
  const said = parsed(data);
  if (typeof said !== "object" || said === null || !("problems" in said)) return [];
  return Array.isArray(said.problems) ? said.problems.filter(isProblem) : [];
}

function parsed(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}

function isProblem(value: unknown): value is Problem {
  if (typeof value !== "object" || value === null) return false;
  const { file, line, message }: Partial<Record<keyof Problem, unknown>> = value;
  return typeof file === "string" && typeof line === "number" && typeof message === "string";
}
