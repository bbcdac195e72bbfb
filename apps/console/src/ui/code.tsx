import { CopyButton } from "./copy-button.tsx";
import { scrollable } from "./scrollable.ts";

/** A command or a text to copy. */
export function CodeBlock({ code, label }: { code: string; label: string }) {
  return (
    <figure class="code-block">
      <figcaption>
        {label} <CopyButton text={code} label={`Copy ${label}`} />
      </figcaption>
      <pre {...scrollable(label)}>
        <code>{code}</code>
      </pre>
    </figure>
  );
}
