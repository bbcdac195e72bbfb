import "../styles/why.css";
import type { AccessBundle } from "@lychgate/cli/bundle";
import { useMemo } from "preact/hooks";
import { curlCommand, explainCommand } from "../access/commands.ts";
import { explainRequest } from "../access/explain-request.ts";
import { addressOf, goTo } from "../location.ts";
import { TryLink } from "../try/try-link.tsx";
import { tryHrefOf } from "../try/try-state.ts";
import { CodeBlock } from "../ui/code.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Empty } from "../ui/empty.tsx";
import type { ViewProps } from "../view.ts";
import { AnswerDetails } from "./answer-details.tsx";
import { errorsOf } from "./why-errors.ts";
import { WhyForm } from "./why-form.tsx";
import { requestOf, WHY, type WhyState, whyPlace } from "./why-state.ts";

/** Why a request is allowed or denied. */
export function View({ bundle, place }: ViewProps) {
  const state = WHY.read(place.parameters);
  const errors = errorsOf(state);
  return (
    <>
      <h1>Why</h1>
      <p class="lead">Whether a caller may make a request, and which statements of the policies decide.</p>
      <div class="why">
        <WhyForm
          bundle={bundle}
          state={state}
          errors={errors}
          onChange={(change, typing = false) =>
            goTo(whyPlace(WHY.write({ ...state, ...change })), { replace: typing })
          }
        />
        <div class="why-answer">
          {Object.keys(errors).length > 0 || state.groups.length === 0 ? (
            <Empty>
              {state.groups.length === 0
                ? "Choose a group and a path, or a cell of the matrix."
                : "Answered once the request is whole."}
            </Empty>
          ) : (
            <WhyAnswer bundle={bundle} state={state} />
          )}
        </div>
      </div>
    </>
  );
}

function WhyAnswer({ bundle, state }: { bundle: AccessBundle; state: WhyState }) {
  const request = requestOf(state);
  const answer = useMemo(() => explainRequest(bundle, request), [bundle, JSON.stringify(request)]);
  const { operation } = answer;
  // The command knows no other groups.
  const withPolicy = answer.groups.flatMap(({ group, policy }) => (policy ? [group] : []));
  return (
    <>
      <AnswerDetails bundle={bundle} request={request} answer={answer} />
      {operation && <TryLink to={() => tryHrefOf(bundle, operation, state)} />}
      <h2>Outside of this page</h2>
      <CopyButton label="Copy link to this answer" text={() => addressOf(whyPlace(WHY.write(state)))} />
      {withPolicy.length > 0 && (
        <CodeBlock label="lychgate explain" code={explainCommand({ ...request, groups: withPolicy })} />
      )}
      <CodeBlock label="curl" code={curlCommand(request)} />
      <p class="lead">
        curl needs <code>API_URL</code>, up to the stage, and <code>TOKEN</code>. The API sees the address and
        the time of the call itself.
      </p>
    </>
  );
}
