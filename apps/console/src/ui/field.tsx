import type { ComponentChildren, InputHTMLAttributes } from "preact";
import { useId } from "preact/hooks";

interface FieldProps {
  label: string;
  hint?: ComponentChildren;
  /** What is wrong with what is typed, and what is expected. */
  error?: string | undefined;
  children: (attributes: FieldAttributes) => ComponentChildren;
}

interface FieldAttributes {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: "true";
}

/** A label, what it is for, and what is wrong, told to everyone. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const described = [
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(error === undefined ? [] : [`${id}-error`]),
  ];
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        ...(described.length > 0 && { "aria-describedby": described.join(" ") }),
        ...(error !== undefined && { "aria-invalid": "true" }),
      })}
      {hint !== undefined && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

type TextFieldProps = Omit<FieldProps, "children"> & {
  value: string;
  onText: (text: string) => void;
} & Pick<InputHTMLAttributes, "placeholder" | "inputMode">;

export function TextField({ label, hint, error, value, onText, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(attributes) => (
        <input
          type="text"
          autocomplete="off"
          spellcheck={false}
          {...input}
          {...attributes}
          value={value}
          onInput={({ currentTarget }) => onText(currentTarget.value)}
        />
      )}
    </Field>
  );
}
