import type { AccessBundle } from "@lychgate/cli/bundle";
import { useMemo } from "preact/hooks";
import { Badge } from "../ui/badge.tsx";
import { CodeBlock } from "../ui/code.tsx";
import { Empty } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { memo } from "../ui/memo.tsx";
import { Prose } from "../ui/prose.tsx";
import { scrollable } from "../ui/scrollable.ts";
import { AnswerDetails } from "../why/answer-details.tsx";
import { adviceOn, authorizerText, decisionText } from "./answer-words.ts";
import type { CallAnswer } from "./call.ts";
import { type Explained, explained } from "./explained.ts";
import { NETWORKS } from "./local-stack.ts";
import type { Calling, Outcome } from "./session.ts";

interface OutcomeProps {
  outcome: Outcome | Calling | undefined;
  /** The policies as they are now. */
  bundle: AccessBundle;
}

/** What was answered, and why. It is not drawn anew by what is typed for the next call. */
export const CallOutcome = memo(({ outcome, bundle }: OutcomeProps) => {
  return (
    <div class="try-outcome">
      <p class="unseen" role="status">
        {outcome && spokenText(outcome)}
      </p>
      {outcome?.kind === "called" ? (
        <Called outcome={outcome} isOld={outcome.bundle.revision.hash !== bundle.revision.hash} />
      ) : (
        <Empty>{outcome ? "Calling…" : "What is answered is shown here, with the reasons."}</Empty>
      )}
    </div>
  );
});

function spokenText(outcome: Outcome | Calling): string {
  if (outcome.kind === "calling") return "Calling";
  const { answer } = outcome;
  return answer ? `Answered ${answer.status} ${answer.statusText}` : "Nobody answered";
}

function Called({ outcome, isOld }: { outcome: Outcome; isOld: boolean }) {
  const { call, answer } = outcome;
  if (!answer) {
    return (
      <Failure
        message="nobody answered"
        advice="Is `npm start` still running? It has to, for calls to be made."
      />
    );
  }
  return (
    <>
      <section aria-label="The answer">
        <h2>The answer</h2>
        <p class="try-line">
          <code>
            {call.method} {call.path}
          </code>{" "}
          from {NETWORKS[call.network].label}
        </p>
        <Status {...answer} />
        <Facts answer={answer} />
        {answer.body === "" ? <p>It has no body.</p> : <CodeBlock label="body" code={answer.body} />}
        <Headers headers={answer.headers} />
      </section>
      <section aria-label="Why">
        <h2>Why</h2>
        {isOld && (
          <p class="try-over">The policies have been saved since: call again to see what holds now.</p>
        )}
        <Why outcome={outcome} />
      </section>
    </>
  );
}

function Status({ status, statusText, body }: CallAnswer) {
  const advice = adviceOn({ status, body });
  return (
    <>
      <p>
        <Badge tone={advice === undefined ? "good" : "bad"}>
          {status} {statusText}
        </Badge>
      </p>
      {advice !== undefined && (
        <p>
          <Prose text={advice} />
        </p>
      )}
    </>
  );
}

function Facts({ answer: { milliseconds, requestId, decision } }: { answer: CallAnswer }) {
  const facts: (readonly [string, string])[] = [
    ["Time", `${milliseconds.toFixed(0)} ms, as the page saw it`],
    ["Request", requestId ?? "the answer has no id"],
    ["Authorizer", decision ? authorizerText(decision) : UNKNOWN],
    ["Gateway", decision ? decisionText(decision) : UNKNOWN],
  ];
  return (
    <dl class="try-facts">
      {facts.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

const UNKNOWN = "no longer known: the stack keeps the last 200 requests";

function Headers({ headers }: Pick<CallAnswer, "headers">) {
  return (
    <details>
      <summary>Headers</summary>
      <div class="table-scroll" {...scrollable("Headers of the answer")}>
        <table class="table">
          <tbody>
            {headers.map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>
                  <code>{value}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Why({ outcome }: { outcome: Outcome }) {
  const said = useMemo(() => explained(outcome, navigator.userAgent), [outcome]);
  if (said.kind === "unasked") return <p>{said.text}</p>;
  return (
    <>
      <Agreement {...said} />
      <AnswerDetails bundle={outcome.bundle} request={said.request} answer={said.answer} />
    </>
  );
}

function Agreement({ agrees }: Extract<Explained, { kind: "asked" }>) {
  if (agrees === undefined) return null;
  if (agrees) return <p>The gateway decided the same.</p>;
  return (
    <Failure
      message="the gateway decided something else than these policies say"
      advice="It may have had others at that moment: call again. If it stays so, reload the page."
    />
  );
}
