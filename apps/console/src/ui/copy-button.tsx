import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";

interface CopyButtonProps {
  text: string | (() => string);
  label?: ComponentChildren;
}

/** Copies a text; says so, to screen readers too. */
export function CopyButton({ text, label = "Copy" }: CopyButtonProps) {
  const said = useSignal("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === "string" ? text : text());
      said.value = "Copied";
    } catch {
      said.value = "The browser does not let this page copy: select the text instead";
    }
  };
  return (
    <span class="copy">
      <button type="button" class="button" onClick={() => void copy()}>
        {label}
      </button>
      <span role="status">{said.value}</span>
    </span>
  );
}
