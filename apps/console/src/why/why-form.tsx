import type { AccessBundle } from "@lychgate/cli/bundle";
import { HTTP_METHODS } from "@lychgate/policy";
import { useSignal } from "@preact/signals";
import { Combobox } from "../ui/combobox.tsx";
import { Field, TextField } from "../ui/field.tsx";
import { groupSuggestions, operationSuggestions } from "./suggestions.ts";
import type { WhyErrors } from "./why-errors.ts";
import type { WhyState } from "./why-state.ts";

interface WhyFormProps {
  bundle: AccessBundle;
  state: WhyState;
  errors: WhyErrors;
  /** `typing`: a change that is not yet worth a step back. */
  onChange: (change: Partial<WhyState>, typing?: boolean) => void;
}

/** What is asked. */
export function WhyForm({ bundle, state, errors, onChange }: WhyFormProps) {
  return (
    <form class="why-form" aria-label="The request" onSubmit={(event) => event.preventDefault()}>
      <GroupsField bundle={bundle} groups={state.groups} onChange={(groups) => onChange({ groups })} />
      <div class="why-request">
        <MethodField {...state} error={errors.method} onChange={(method) => onChange({ method })} />
        <PathField bundle={bundle} path={state.path} error={errors.path} onChange={onChange} />
      </div>
      <TextField
        label="Source address"
        hint="Empty: the request has none"
        error={errors.ip}
        value={state.ip}
        onText={(ip) => onChange({ ip: ip.trim() }, true)}
      />
      <TextField
        label="Time"
        hint="Empty: now"
        error={errors.time}
        placeholder="2026-11-03T10:15:30Z"
        value={state.time}
        onText={(time) => onChange({ time: time.trim() }, true)}
      />
      <TextField label="User-Agent" value={state.ua} onText={(ua) => onChange({ ua }, true)} />
      <TextField label="Referer" value={state.referer} onText={(referer) => onChange({ referer }, true)} />
      {(state.vpc !== "" || state.vpce !== "") && (
        <>
          <TextField label="VPC" value={state.vpc} onText={(vpc) => onChange({ vpc }, true)} />
          <TextField label="VPC endpoint" value={state.vpce} onText={(vpce) => onChange({ vpce }, true)} />
        </>
      )}
    </form>
  );
}

interface GroupsFieldProps {
  bundle: AccessBundle;
  groups: readonly string[];
  onChange: (groups: readonly string[]) => void;
}

function GroupsField({ bundle, groups, onChange }: GroupsFieldProps) {
  const typed = useSignal("");
  const add = (group: string) => {
    typed.value = "";
    if (group !== "" && !groups.includes(group)) onChange([...groups, group]);
  };
  return (
    <div class="why-groups">
      <Combobox
        label="The caller's groups"
        hint="Several: a Deny of any of them goes before what another allows"
        placeholder="add a group"
        value={typed.value}
        onText={(text) => {
          typed.value = text;
        }}
        suggestions={groupSuggestions(bundle, { typed: typed.value, chosen: groups })}
        onChoose={({ text }) => add(text)}
        // It may be a group without a policy, which is worth asking about too.
        onEnter={() => add(typed.value.trim())}
      />
      <ul class="chips" aria-label="Groups asked about">
        {groups.map((group) => (
          <li key={group} class="chip">
            {group}{" "}
            <button
              type="button"
              aria-label={`Remove ${group}`}
              onClick={() => onChange(groups.filter((each) => each !== group))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function MethodField({
  method,
  error,
  onChange,
}: {
  method: string;
  error: string | undefined;
  onChange: (method: string) => void;
}) {
  const known = HTTP_METHODS.some((each) => each === method);
  return (
    <Field label="Method" error={error}>
      {(attributes) => (
        <select
          {...attributes}
          value={method}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        >
          {!known && <option>{method}</option>}
          {HTTP_METHODS.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface PathFieldProps {
  bundle: AccessBundle;
  path: string;
  error: string | undefined;
  onChange: WhyFormProps["onChange"];
}

function PathField({ bundle, path, error, onChange }: PathFieldProps) {
  const suggestions = operationSuggestions(bundle, path);
  return (
    <Combobox
      label="Path"
      error={error}
      placeholder="/petstore/v1/pets/1"
      value={path}
      onText={(text) => onChange({ path: text }, true)}
      suggestions={suggestions}
      onChoose={({ key }) => {
        const chosen = suggestions.find((each) => each.key === key);
        if (chosen) onChange({ method: chosen.method, path: chosen.path });
      }}
    />
  );
}
