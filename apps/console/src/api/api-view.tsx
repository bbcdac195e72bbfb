import "../styles/api.css";
import { formatHash, goTo } from "../location.ts";
import { Method } from "../ui/badge.tsx";
import { count } from "../ui/count.ts";
import { Empty } from "../ui/empty.tsx";
import { TextField } from "../ui/field.tsx";
import { Prose } from "../ui/prose.tsx";
import { matchesWords } from "../ui/words.ts";
import type { ViewProps } from "../view.ts";
import { API, type ApiState } from "./api-state.ts";
import { OperationPage } from "./operation-page.tsx";
import { type PortalApi, type PortalOperation, portalApis, portalOperations } from "./portal-operation.ts";

/** The operations of the APIs: what they do, who may call them, and how. */
export function View({ bundle, place }: ViewProps) {
  const operation = portalOperations(bundle).find(({ id }) => id === place.path);
  if (operation) return <OperationPage bundle={bundle} operation={operation} />;
  const state = API.read(place.parameters);
  const apis = portalApis(bundle).map((api) => shownApi(api, state));
  const shown = apis.flatMap(({ tags }) => tags).flatMap(({ operations }) => operations).length;
  return (
    <>
      <h1>API</h1>
      {place.path !== "" && (
        <Empty>No contract has this operation any more. These are those there are.</Empty>
      )}
      <p class="lead">What can be called, what it takes and answers, and who may.</p>
      <Search state={state} />
      <p role="status">{count(shown, "operation")}</p>
      {apis.map((api) => api.tags.length > 0 && <Api key={api.file} api={api} />)}
      {shown === 0 && <Empty>No operation fits what is searched for.</Empty>}
    </>
  );
}

function shownApi(api: PortalApi, { q, open }: ApiState): PortalApi {
  const fits = (operation: PortalOperation) =>
    matchesWords(textOf(api, operation), q) && (!open || operation.credentials.length === 0);
  const tags = api.tags.map((tag) => ({ ...tag, operations: tag.operations.filter(fits) }));
  return { ...api, tags: tags.filter(({ operations }) => operations.length > 0) };
}

function textOf({ title }: PortalApi, operation: PortalOperation): string {
  const { tag, method, route, summary = "", description = "" } = operation;
  return `${title} ${tag} ${method} ${route} ${summary} ${description}`;
}

function Search({ state }: { state: ApiState }) {
  const change = (part: Partial<ApiState>) =>
    goTo({ view: "api", path: "", parameters: API.write({ ...state, ...part }) }, { replace: true });
  return (
    <div class="toolbar">
      <TextField label="Search" placeholder="delete pet" value={state.q} onText={(q) => change({ q })} />
      <label class="check">
        <input
          type="checkbox"
          checked={state.open}
          onChange={({ currentTarget }) => change({ open: currentTarget.checked })}
        />
        Needs no credential
      </label>
    </div>
  );
}

function Api({ api: { file, title, description, tags } }: { api: PortalApi }) {
  return (
    <section class="api">
      <h2>{title}</h2>
      <p class="api-file">
        <code>{file}</code>
      </p>
      {description !== undefined && <Prose text={description} />}
      {tags.map((tag) => (
        <section key={tag.name}>
          <h3>{tag.name}</h3>
          {tag.description !== undefined && <Prose text={tag.description} />}
          <ul class="operations">
            {tag.operations.map((operation) => (
              <OperationLink key={operation.id} operation={operation} />
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

function OperationLink({ operation: { id, method, route, summary } }: { operation: PortalOperation }) {
  return (
    <li>
      <a class="operation-link" href={formatHash({ view: "api", path: id, parameters: new Map() })}>
        <Method name={method} /> <code>{route}</code> <span>{summary}</span>
      </a>
    </li>
  );
}
