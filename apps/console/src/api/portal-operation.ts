/** The operations of a bundle's contracts, read for people who want to call them. */
import type { AccessBundle, BundleApi } from "@lychgate/cli/bundle";
import { HTTP_METHODS } from "@lychgate/policy";
import { type Credential, credentialsOf } from "./credential.ts";
import { listIn, recordIn, resolved, textIn, type UnknownRecord } from "./record.ts";
import { type SchemaLine, schemaLines } from "./schema-lines.ts";

export interface PortalOperation {
  /** Names the operation in the address; one each. */
  id: string;
  /** The file of its contract. */
  api: string;
  tag: string;
  method: string;
  route: string;
  summary?: string;
  description?: string;
  parameters: readonly PortalParameter[];
  body?: PortalBody;
  answers: readonly PortalAnswer[];
  /** What a caller has to bring, all of it; nothing where the operation is open. */
  credentials: readonly Credential[];
}

export interface PortalParameter {
  name: string;
  place: string;
  isRequired: boolean;
  type: string;
  description?: string;
}

export interface PortalBody {
  mediaType: string;
  isRequired: boolean;
  description?: string;
  schema: readonly SchemaLine[];
  example?: string;
}

export interface PortalAnswer {
  status: string;
  description?: string;
  schema: readonly SchemaLine[];
  examples: readonly { name: string; text: string }[];
}

export interface PortalApi {
  file: string;
  title: string;
  description?: string;
  /** The operations by tag, in the contract's order. */
  tags: readonly { name: string; description?: string; operations: readonly PortalOperation[] }[];
}

const known = new WeakMap<AccessBundle, readonly PortalApi[]>();

export function portalApis(bundle: AccessBundle): readonly PortalApi[] {
  const apis = known.get(bundle) ?? bundle.apis.map(readApi);
  known.set(bundle, apis);
  return apis;
}

export function portalOperations(bundle: AccessBundle): PortalOperation[] {
  return portalApis(bundle).flatMap(({ tags }) => tags.flatMap(({ operations }) => operations));
}

function readApi({ file, document }: BundleApi): PortalApi {
  const { info, paths, tags } = recordIn(document);
  const { title, description } = recordIn(info);
  const operations = Object.entries(recordIn(paths)).flatMap(([route, item]) =>
    operationsOf({ file, document, route }, recordIn(resolved(document, item))),
  );
  const described = new Map(
    listIn(tags).map((tag) => [textIn(recordIn(tag).name) ?? "", textIn(recordIn(tag).description)]),
  );
  return {
    file,
    title: textIn(title) ?? file,
    ...optional("description", textIn(description)),
    tags: [...Map.groupBy(operations, ({ tag }) => tag)].map(([name, ofTag]) => ({
      name,
      ...optional("description", described.get(name)),
      operations: ofTag,
    })),
  };
}

interface Standing {
  file: string;
  document: unknown;
  route: string;
}

const ANY_METHOD = "x-amazon-apigateway-any-method";

function operationsOf(standing: Standing, item: UnknownRecord): PortalOperation[] {
  const written = HTTP_METHODS.filter((method) => item[method.toLowerCase()] !== undefined);
  const any = item[ANY_METHOD] === undefined ? [] : ["ANY"];
  return [...written, ...any].map((method) => {
    const operation = recordIn(item[method === "ANY" ? ANY_METHOD : method.toLowerCase()]);
    return operationOf(standing, { method, item, operation });
  });
}

function operationOf(
  { file, document, route }: Standing,
  { method, item, operation }: { method: string; item: UnknownRecord; operation: UnknownRecord },
): PortalOperation {
  const parameters = [...listIn(item.parameters), ...listIn(operation.parameters)].map((each) =>
    parameterOf(document, recordIn(resolved(document, each))),
  );
  return {
    id: `${file}:${method}:${route}`,
    api: file,
    tag: textIn(listIn(operation.tags)[0]) ?? "operations",
    method,
    route,
    ...optional("summary", textIn(operation.summary)),
    ...optional("description", textIn(operation.description)),
    // An operation's own go before those of its path.
    parameters: [...new Map(parameters.map((each) => [`${each.place} ${each.name}`, each])).values()],
    ...optional("body", bodyOf(document, resolved(document, operation.requestBody))),
    answers: Object.entries(recordIn(operation.responses)).map(([status, answer]) =>
      answerOf(document, status, recordIn(resolved(document, answer))),
    ),
    credentials: credentialsOf(document, operation),
  };
}

function parameterOf(document: unknown, parameter: UnknownRecord): PortalParameter {
  const [line] = schemaLines(document, parameter.schema);
  return {
    name: textIn(parameter.name) ?? "",
    place: textIn(parameter.in) ?? "query",
    isRequired: parameter.required === true,
    type: [line?.type ?? "anything", ...(line?.notes ?? [])].join(", "),
    ...optional("description", textIn(parameter.description)),
  };
}

function bodyOf(document: unknown, body: unknown): PortalBody | undefined {
  const { content, required, description } = recordIn(body);
  const [first] = Object.entries(recordIn(content));
  if (!first) return undefined;
  const [mediaType, media] = first;
  return {
    mediaType,
    isRequired: required === true,
    ...optional("description", textIn(description)),
    schema: schemaLines(document, recordIn(media).schema),
    ...optional("example", examplesOf(document, recordIn(media))[0]?.text),
  };
}

function answerOf(document: unknown, status: string, answer: UnknownRecord): PortalAnswer {
  const [media] = Object.values(recordIn(answer.content)).map(recordIn);
  return {
    status,
    ...optional("description", textIn(answer.description)),
    schema: media?.schema === undefined ? [] : schemaLines(document, media.schema),
    examples: media ? examplesOf(document, media) : [],
  };
}

function examplesOf(document: unknown, media: UnknownRecord): { name: string; text: string }[] {
  const single = media.example === undefined ? [] : [{ name: "Example", text: jsonText(media.example) }];
  const named = Object.entries(recordIn(media.examples)).flatMap(([name, example]) => {
    const { summary, value } = recordIn(resolved(document, example));
    return value === undefined ? [] : [{ name: textIn(summary) ?? name, text: jsonText(value) }];
  });
  return [...single, ...named];
}

function jsonText(value: unknown): string {
  return JSON.stringify(value);
}

function optional<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: V });
}
