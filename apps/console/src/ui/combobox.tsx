import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Field } from "./field.tsx";

export interface Suggestion {
  key: string;
  text: string;
  note?: string;
}

interface ComboboxProps {
  label: string;
  hint?: ComponentChildren;
  error?: string | undefined;
  placeholder?: string;
  value: string;
  onText: (text: string) => void;
  /** Those that fit what is typed. */
  suggestions: readonly Suggestion[];
  onChoose: (suggestion: Suggestion) => void;
  /** Enter, where no suggestion is chosen with it. */
  onEnter?: () => void;
}

const SHOWN = 50;

/** Text with suggestions. Whoever uses it says which of them fit. @see https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ */
export function Combobox({
  value,
  onText,
  suggestions,
  onChoose,
  onEnter,
  placeholder,
  ...field
}: ComboboxProps) {
  const list = useId();
  const open = useSignal(false);
  const active = useSignal(-1);
  const shown = suggestions.slice(0, SHOWN);
  const isOpen = open.value && shown.length > 0;
  const close = () => {
    open.value = false;
    active.value = -1;
  };
  const choose = (suggestion: Suggestion) => {
    close();
    onChoose(suggestion);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const chosen = shown[active.value];
    if (step !== 0 && shown.length > 0) {
      const from = active.value === -1 && step === -1 ? 0 : active.value;
      active.value = isOpen || step === 1 ? (from + step + shown.length) % shown.length : -1;
      open.value = true;
    } else if (event.key === "Enter" && isOpen && chosen) choose(chosen);
    else if (event.key === "Enter" && onEnter) onEnter();
    else if (event.key === "Escape" && isOpen) close();
    else return;
    event.preventDefault();
  };
  return (
    <Field {...field}>
      {(attributes) => (
        <div class="combobox">
          <input
            {...attributes}
            type="text"
            role="combobox"
            autocomplete="off"
            spellcheck={false}
            placeholder={placeholder}
            aria-autocomplete="list"
            aria-expanded={isOpen}
            aria-controls={list}
            aria-activedescendant={isOpen && active.value >= 0 ? `${list}-${active.value}` : undefined}
            value={value}
            onInput={({ currentTarget }) => {
              open.value = true;
              active.value = -1;
              onText(currentTarget.value);
            }}
            onClick={() => {
              open.value = true;
            }}
            onBlur={close}
            onKeyDown={onKeyDown}
          />
          <div class="combobox-list" id={list} role="listbox" aria-label="Suggestions" hidden={!isOpen}>
            {isOpen &&
              shown.map((suggestion, index) => (
                <Option
                  key={suggestion.key}
                  id={`${list}-${index}`}
                  suggestion={suggestion}
                  isActive={index === active.value}
                  onChoose={choose}
                />
              ))}
          </div>
          {isOpen && suggestions.length > SHOWN && (
            <p class="combobox-more">{suggestions.length - SHOWN} more: go on typing</p>
          )}
        </div>
      )}
    </Field>
  );
}

interface OptionProps {
  id: string;
  suggestion: Suggestion;
  isActive: boolean;
  onChoose: (suggestion: Suggestion) => void;
}

function Option({ id, suggestion, isActive, onChoose }: OptionProps) {
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      class="combobox-option"
      ref={(element) => {
        if (isActive) element?.scrollIntoView({ block: "nearest" });
      }}
      // Before the field loses the focus, which closes the list.
      onMouseDown={(event) => {
        event.preventDefault();
        onChoose(suggestion);
      }}
    >
      <span>{suggestion.text}</span> {suggestion.note !== undefined && <small>{suggestion.note}</small>}
    </div>
  );
}
