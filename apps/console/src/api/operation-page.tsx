import type { AccessBundle } from "@lychgate/cli/bundle";
import { samplePath } from "../access/sample-path.ts";
import { formatHash } from "../location.ts";
import { TryLink } from "../try/try-link.tsx";
import { tryHref } from "../try/try-state.ts";
import { ACCESS, AccessMark } from "../ui/access-mark.tsx";
import { Method } from "../ui/badge.tsx";
import { CodeBlock } from "../ui/code.tsx";
import { Prose } from "../ui/prose.tsx";
import { scrollable } from "../ui/scrollable.ts";
import { whyHrefOf } from "../why/why-state.ts";
import type { Credential } from "./credential.ts";
import { curlExample, fetchExample } from "./examples.ts";
import type { PortalAnswer, PortalBody, PortalOperation, PortalParameter } from "./portal-operation.ts";
import { Schema } from "./schema.tsx";

interface OperationProps {
  bundle: AccessBundle;
  operation: PortalOperation;
}

/** One operation, whole. */
export function OperationPage({ bundle, operation }: OperationProps) {
  const { method, route, summary, description, credentials, parameters, body, answers } = operation;
  return (
    <article class="operation">
      <p>
        <a href={formatHash({ view: "api", path: "", parameters: new Map() })}>All operations</a>
      </p>
      <h1>
        <Method name={method} /> <code>{route}</code>
      </h1>
      {summary !== undefined && <p class="lead">{summary}</p>}
      {description !== undefined && <Prose text={description} />}
      <TryLink to={() => tryHref(operation)} />
      <Credentials credentials={credentials} />
      <Callers bundle={bundle} operation={operation} />
      {parameters.length > 0 && <Parameters parameters={parameters} />}
      {body && <Body body={body} />}
      <section>
        <h2>Examples</h2>
        <CodeBlock label="curl" code={curlExample(operation)} />
        <CodeBlock label="fetch" code={fetchExample(operation)} />
      </section>
      <section>
        <h2>Answers</h2>
        {answers.map((answer) => (
          <Answer key={answer.status} answer={answer} />
        ))}
      </section>
    </article>
  );
}

function Credentials({ credentials }: { credentials: readonly Credential[] }) {
  return (
    <section>
      <h2>What to bring</h2>
      {credentials.length === 0 && <p>Nothing: the operation asks nobody who they are.</p>}
      <ul>
        {credentials.map(({ scheme, method, place, description, scopes }) => (
          <li key={scheme}>
            <b>{method}</b>, in {place}. {description !== undefined && <Prose text={description} />}
            {scopes.length > 0 && ` One of the scopes ${scopes.join(", ")}.`}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Who may call it: what the matrix says of it. */
function Callers({ bundle: { matrix }, operation: { api, method, route } }: OperationProps) {
  const row = matrix.rows.find((each) => each.api === api && each.method === method && each.route === route);
  return (
    <section>
      <h2>Who may call it</h2>
      {!row && <p>No group policy is about this operation: what it asks to bring decides.</p>}
      <ul class="callers">
        {row?.access.map((level, index) => {
          const group = matrix.groups[index] ?? "";
          const condition = Object.hasOwn(row.conditions, group) ? row.conditions[group] : undefined;
          return (
            <li key={group}>
              <AccessMark level={level} />{" "}
              <a href={whyHrefOf({ groups: [group], method, path: samplePath(route) })}>{group}</a>:{" "}
              {ACCESS[level].word}
              {condition !== undefined && ` ${condition}`}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Parameters({ parameters }: { parameters: readonly PortalParameter[] }) {
  return (
    <section>
      <h2>Parameters</h2>
      <div class="table-scroll" {...scrollable("Parameters")}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">In</th>
              <th scope="col">Type</th>
              <th scope="col">Meaning</th>
            </tr>
          </thead>
          <tbody>
            {parameters.map(({ name, place, isRequired, type, description = "" }) => (
              <tr key={`${place} ${name}`}>
                <th scope="row">
                  <code>{name}</code>
                </th>
                <td>
                  {place}
                  {isRequired && ", required"}
                </td>
                <td>{type}</td>
                <td>
                  <Prose text={description} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Body({ body: { mediaType, isRequired, description, schema, example } }: { body: PortalBody }) {
  return (
    <section>
      <h2>Body</h2>
      <p>
        <code>{mediaType}</code>
        {isRequired ? ", required. " : ". "}
        {description !== undefined && <Prose text={description} />}
      </p>
      <Schema lines={schema} />
      {example !== undefined && <CodeBlock label="Example body" code={example} />}
    </section>
  );
}

function Answer({ answer: { status, description = "", schema, examples } }: { answer: PortalAnswer }) {
  return (
    <details class="answer">
      <summary>
        <b>{status}</b> <Prose text={description} />
      </summary>
      <Schema lines={schema} />
      {examples.map(({ name, text }) => (
        <CodeBlock key={name} label={name} code={text} />
      ))}
    </details>
  );
}
