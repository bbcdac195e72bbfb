import type { AccessBundle } from "@lychgate/cli/bundle";
import { exampleTarget } from "../api/examples.ts";
import type { PortalOperation } from "../api/portal-operation.ts";
import { formatHash } from "../location.ts";
import { Field, TextField } from "../ui/field.tsx";
import { credentialChoices, needsLogin } from "./credentials.ts";
import { type LocalStack, NETWORK_NAMES, NETWORKS } from "./local-stack.ts";
import { outcome, session } from "./session.ts";
import { type ChosenCall, pathError, servedOperations, type TryState } from "./try-state.ts";

interface CallFormProps {
  bundle: AccessBundle;
  stack: LocalStack;
  call: ChosenCall;
  /** `typing`: a change that is not yet worth a step back. */
  onChange: (change: Partial<TryState>, typing?: boolean) => void;
  onCall: () => void;
}

/** What is called, from where, and with which credential. */
export function CallForm({ bundle, stack, call, onChange, onCall }: CallFormProps) {
  const wrongPath = pathError(call.path);
  const missing = needsLogin(call.credential) && session.value.kind !== "in";
  const isCalling = outcome.value?.kind === "calling";
  const isReady = wrongPath === undefined && !missing && !isCalling;
  return (
    <form
      class="card try-form"
      aria-label="The call"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onCall();
      }}
    >
      <h2>The call</h2>
      <OperationField bundle={bundle} call={call} onChange={onChange} />
      <TextField
        label="Path"
        hint={`Such as ${exampleTarget(call.operation)}`}
        error={wrongPath}
        value={call.path}
        onText={(path) => onChange({ path: path.trim() }, true)}
      />
      <NetworkField call={call} onChange={onChange} />
      <Field label="Bring" hint={missing ? "Log in first, or bring something else." : undefined}>
        {(attributes) => (
          <select
            {...attributes}
            value={call.credential}
            onChange={({ currentTarget }) => onChange({ credential: currentTarget.value })}
          >
            {credentialChoices(stack).map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
      {call.body !== undefined && (
        <Field label="Body" hint={call.operation.body?.mediaType}>
          {(attributes) => (
            <textarea
              {...attributes}
              rows={4}
              spellcheck={false}
              value={call.body}
              onInput={({ currentTarget }) => onChange({ body: currentTarget.value }, true)}
            />
          )}
        </Field>
      )}
      <button type="submit" class="button button-main" disabled={!isReady}>
        Call
      </button>
    </form>
  );
}

type PartProps = Pick<CallFormProps, "call" | "onChange">;

/** Another operation takes what it has itself. */
function OperationField({ bundle, call, onChange }: PartProps & { bundle: AccessBundle }) {
  const byApi = [...Map.groupBy(servedOperations(bundle), ({ api }) => api)];
  return (
    <Field label="Operation" hint={<OperationHint {...call.operation} />}>
      {(attributes) => (
        <select
          {...attributes}
          value={call.operation.id}
          onChange={({ currentTarget }) =>
            onChange({
              operation: currentTarget.value,
              path: undefined,
              body: undefined,
              credential: "",
            })
          }
        >
          {byApi.map(([api, operations]) => (
            <optgroup key={api} label={api}>
              {operations.map(({ id, method, route }) => (
                <option key={id} value={id}>
                  {method} {route}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      )}
    </Field>
  );
}

function OperationHint({ id, summary }: PortalOperation) {
  const href = formatHash({ view: "api", path: id, parameters: new Map() });
  return (
    <>
      {summary !== undefined && `${summary}. `}
      <a href={href}>What it wants</a>
    </>
  );
}

function NetworkField({ call, onChange }: PartProps) {
  return (
    <fieldset class="try-network">
      <legend class="field-label">From</legend>
      {NETWORK_NAMES.map((name) => (
        <label key={name} class="check">
          <input
            type="radio"
            name="network"
            checked={call.network === name}
            onChange={() => onChange({ network: name })}
          />
          {NETWORKS[name].label} ({NETWORKS[name].sourceIp})
        </label>
      ))}
    </fieldset>
  );
}
