import { Prose } from "../ui/prose.tsx";
import { scrollable } from "../ui/scrollable.ts";
import type { SchemaLine } from "./schema-lines.ts";

/** What something has to look like. */
export function Schema({ lines }: { lines: readonly SchemaLine[] }) {
  if (lines.length === 0) return null;
  return (
    <div class="schema" {...scrollable("Schema")}>
      <ul>
        {lines.map((line, index) => (
          // A schema does not change while it is shown, so that a line's place is its name.
          <li key={`${index} ${line.name}`} style={{ paddingInlineStart: `${line.depth}rem` }}>
            {line.name !== "" && <code>{line.name}</code>} {line.type}
            {line.isRequired && <b> required</b>}
            {line.notes.length > 0 && <small> {line.notes.join(", ")}</small>}{" "}
            {line.description !== undefined && <Prose text={line.description} />}
          </li>
        ))}
      </ul>
    </div>
  );
}
