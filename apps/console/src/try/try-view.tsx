import "../styles/try.css";
import "../styles/why.css";
import type { AccessBundle } from "@lychgate/cli/bundle";
import { useEffect } from "preact/hooks";
import { stackState } from "../live.ts";
import { goTo } from "../location.ts";
import { Empty } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { Loading } from "../ui/loading.tsx";
import type { ViewProps } from "../view.ts";
import { CallForm } from "./call-form.tsx";
import { CallOutcome } from "./call-outcome.tsx";
import { type LocalStack, readLocalStack } from "./local-stack.ts";
import { takeReturn } from "./login-return.ts";
import { LoginSection } from "./login-section.tsx";
import { callNow, enter, outcome } from "./session.ts";
import { chosenCall, TRY, type TryState, tryPlace } from "./try-state.ts";

/** Calls the APIs of the local stack, as one of its users. */
export function View({ bundle, place }: ViewProps) {
  return (
    <>
      <h1>Try it</h1>
      <p class="lead">
        Call the APIs of the local stack as one of its users, and see what the gateway answers, and why.
      </p>
      <OnStack bundle={bundle} state={TRY.read(place.parameters)} />
    </>
  );
}

interface TryProps {
  bundle: AccessBundle;
  state: TryState;
}

function OnStack(props: TryProps) {
  const state = stackState.value;
  if (state.kind === "unknown") return <Loading what="the local stack" />;
  if (state.kind === "none") return <NoStack />;
  const stack = readLocalStack(state.stack);
  return stack ? <Trial {...props} stack={stack} /> : <OtherStack />;
}

function NoStack() {
  return (
    <Empty>
      There is no local stack behind this page, so nothing can be called from here. In a checkout of the
      repository, <code>npm ci</code> and <code>npm start</code> start one; open the address that it prints as
      Console.
    </Empty>
  );
}

function OtherStack() {
  return (
    <Failure
      message="`stack.json` is not that of a local stack as this page knows it"
      advice="Page and stack have to be of one version: end the stack, start it anew with `npm start`, and open the address that it prints."
    />
  );
}

function Trial({ bundle, state, stack }: TryProps & { stack: LocalStack }) {
  useEffect(() => {
    const returned = takeReturn();
    if (returned) void enter(stack, returned);
  }, []);
  const call = chosenCall(bundle, stack, state);
  if (!call) return <Empty>The local stack serves no API of these contracts.</Empty>;
  return (
    <div class="try">
      <div class="try-asked">
        <LoginSection stack={stack} />
        <CallForm
          bundle={bundle}
          stack={stack}
          call={call}
          onChange={(change, typing = false) =>
            goTo(tryPlace(TRY.write({ ...state, ...change })), { replace: typing })
          }
          onCall={() => void callNow(call, stack, bundle)}
        />
      </div>
      <CallOutcome outcome={outcome.value} bundle={bundle} />
    </div>
  );
}
