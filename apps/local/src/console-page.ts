/** The page at the console's address: who may call which operation, from the policies as they are now. */

import { loadRepository, type Repository, type RepositoryPolicy, requestFor } from "@lychgate/cli";
import { evaluate } from "@lychgate/evaluation";
import { nameOfOperation, type Operation } from "@lychgate/policy";
import { NETWORKS } from "./networks.ts";

/** What stands in a cell: each verdict has a sign of its own beside its word, so that colour is not needed. */
const CELLS = {
  always: "● allowed",
  clinic: "◐ from a clinic",
  elsewhere: "◑ not from a clinic",
  never: "○ denied",
} as const;

export function consolePage(root: string): string {
  const repository = loadRepository(root);
  const { contract, policies } = repository;
  const head = policies.map(({ compiled }) => `<th scope="col">${escapeHtml(compiled.group)}</th>`).join("");
  const rows = contract.operations.map((operation) => rowOf(repository, operation)).join("\n");
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Lychgate: who may call what</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem; color-scheme: light dark; }
  table { border-collapse: collapse; }
  th, td { border: 1px solid; padding: 0.3rem 0.7rem; text-align: left; }
</style>
<h1>Who may call what</h1>
<table>
<thead><tr><th scope="col">operation</th>${head}</tr></thead>
<tbody>
${rows}
</tbody>
</table>
<p>Why: <code>npx lychgate explain &lt;group&gt; &lt;METHOD&gt; &lt;path&gt; --ip &lt;address&gt;</code></p>
</html>
`;
}

function rowOf(repository: Repository, operation: Operation): string {
  const cells = repository.policies.map(
    (policy) => `<td>${CELLS[cellOf(repository, policy, operation)]}</td>`,
  );
  return `<tr><th scope="row">${escapeHtml(nameOfOperation(operation))}</th>${cells.join("")}</tr>`;
}

function cellOf(repository: Repository, policy: RepositoryPolicy, operation: Operation): keyof typeof CELLS {
  const path = operation.template.replace(/\{[^}]{1,130}\}/g, "1");
  const isAllowed = (ip: string) => {
    const { prepared, request } = requestFor(repository, policy, {
      method: operation.method,
      path,
      options: { ip },
    });
    return evaluate(prepared, request).decision === "allowed";
  };
  const fromClinic = isAllowed(NETWORKS.clinic.sourceIp);
  const fromElsewhere = isAllowed(NETWORKS.elsewhere.sourceIp);
  if (fromClinic && fromElsewhere) return "always";
  if (fromClinic) return "clinic";
  return fromElsewhere ? "elsewhere" : "never";
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
}
