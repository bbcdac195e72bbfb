/** What the pages are told of policies that are saved. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Problem } from "@lychgate/cli";
import type { SyncOutcome } from "../policy-sync.ts";
import { type ConsoleEvent, eventStream } from "./event-stream.ts";
import type { LiveBundle } from "./live-bundle.ts";
import { problemsIn } from "./problems.ts";

export interface SavedPolicies {
  /** Tells every page what saving led to. It never rejects. */
  tell(outcome: SyncOutcome): Promise<void>;
  /** Keeps a page told from now on. */
  openEvents(request: IncomingMessage, response: ServerResponse): void;
}

export function savedPolicies(bundle: Pick<LiveBundle, "refresh">): SavedPolicies {
  const events = eventStream();
  let problems: readonly Problem[] = [];
  let hash: string | undefined;

  const tellProblems = (now: readonly Problem[]) => {
    const isNews = now.length > 0 || problems.length > 0;
    problems = now;
    if (isNews) events.send(problemsEvent(now));
  };
  return {
    async tell(outcome) {
      if (outcome.kind === "refused") return tellProblems(outcome.problems.flatMap(problemsIn));
      try {
        const { revision } = await bundle.refresh();
        hash = revision.hash;
        tellProblems([]);
        events.send(policiesEvent(hash));
      } catch (error) {
        // Of the guardrails, which seeding does not look at.
        tellProblems(problemsIn(error instanceof Error ? error.message : String(error)));
      }
    },
    openEvents({ headers }, response) {
      // A page that has just come may have loaded its bundle before the save that it was not told of.
      const missed = headers["last-event-id"] === hash ? undefined : hash;
      events.open(response, [
        ...(missed === undefined ? [] : [policiesEvent(missed)]),
        ...(problems.length > 0 ? [problemsEvent(problems)] : []),
      ]);
    },
  };
}

function policiesEvent(hash: string): ConsoleEvent {
  return { event: "policies", data: { hash }, id: hash };
}

function problemsEvent(problems: readonly Problem[]): ConsoleEvent {
  return { event: "problems", data: { problems } };
}
