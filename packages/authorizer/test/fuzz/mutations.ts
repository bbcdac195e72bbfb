/** Events and tokens that have been tampered with, as values that fast-check can shrink. */
import fc from "fast-check";

/** What is done to one place of a value; the place and what comes there are told by numbers. */
export interface Mutation {
  place: number;
  kind: keyof typeof KINDS;
  seed: number;
  value: unknown;
}

type Container = Record<string, unknown> | unknown[];

/** Each changes what a container has under a name. */
const KINDS = {
  replace: (container: Container, name: string, { value }: Mutation) =>
    put(container, name, structuredClone(value)),
  remove: (container: Container, name: string) => void Reflect.deleteProperty(container, name),
  wrap: (container: Container, name: string) => put(container, name, [at(container, name)]),
  nest: (container: Container, name: string) => put(container, name, { [name]: at(container, name) }),
  twice: (container: Container, name: string) =>
    put(container, name, [at(container, name), at(container, name)]),
  otherCase: (container: Container, name: string, { seed }: Mutation) =>
    put(container, seed % 2 ? name.toUpperCase() : name.toLowerCase(), at(container, name)),
  otherName: (container: Container, name: string, { seed }: Mutation) =>
    put(container, NAMES[seed % NAMES.length] ?? "", at(container, name)),
  text: (container: Container, name: string, mutation: Mutation) => {
    const text = at(container, name);
    if (typeof text === "string") put(container, name, tampered(text, mutation.seed));
  },
} as const;

const NAMES = [
  "__proto__",
  "constructor",
  "toString",
  "Authorization",
  "authorization",
  "authorizationToken",
  "methodArn",
  "routeArn",
  "type",
  "version",
  "headers",
  "multiValueHeaders",
  "identitySource",
  "requestContext",
  "",
];

/** What stands in texts that are read wrongly. */
const PIECES = [
  ..." ,;:.=*?/\\$%&#'\"<>|~`-_+",
  "\t",
  "\r\n",
  "\0",
  "\ufeff",
  "\u00a0",
  "\u200b",
  "\ud800",
  "..",
  "$" + "{*}",
  "%2F",
  "Bearer ",
  "bearer",
  "AAAA",
  "eyJ",
  "$connect",
  "$default",
  "$lychgate/",
  "TOKEN",
  "REQUEST",
  "1.0",
  "2.0",
  "9".repeat(30),
  "a".repeat(3_000),
];

const mutations: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat(),
  kind: fc.constantFrom(...(Object.keys(KINDS) as (keyof typeof KINDS)[])),
  seed: fc.nat(),
  value: fc.oneof(
    fc.constantFrom<unknown>(undefined, null, true, 0, -1, Number.POSITIVE_INFINITY, "", "x", [], {}, [[]]),
    fc.constantFrom(...PIECES),
    fc.jsonValue({ maxDepth: 2 }),
  ),
});

/** A copy of an event, tampered with some times or not at all. */
export function tamperedEvent(event: unknown): fc.Arbitrary<unknown> {
  return fc.array(mutations, { maxLength: 4 }).map((list) => {
    const holder: Container = { event: structuredClone(event) };
    for (const mutation of list) mutate(holder, mutation);
    return holder.event;
  });
}

/** A text, tampered with some times or not at all. */
export function tamperedText(text: string): fc.Arbitrary<string> {
  return fc.array(fc.nat(), { maxLength: 3 }).map((seeds) => seeds.reduce(tampered, text));
}

function mutate(holder: Container, mutation: Mutation): void {
  const places = placesIn(holder);
  const [container, name] = places[mutation.place % places.length] ?? [holder, "event"];
  KINDS[mutation.kind](container, name, mutation);
}

function placesIn(container: Container): [Container, string][] {
  return Object.entries(container).flatMap(([name, value]): [Container, string][] => {
    const inner = typeof value === "object" && value !== null ? placesIn(value as Container) : [];
    return [[container, name], ...inner];
  });
}

function at(container: Container, name: string): unknown {
  return Object.hasOwn(container, name) ? (container as Record<string, unknown>)[name] : undefined;
}

/** As a JSON parser does, so that `__proto__` is a name like others. */
function put(container: Container, name: string, value: unknown): void {
  Object.defineProperty(container, name, { value, configurable: true, enumerable: true, writable: true });
}

/** One of the ways in which a text is nearly itself. */
function tampered(text: string, seed: number): string {
  const from = seed % (text.length + 1);
  const piece = PIECES[Math.floor(seed / 7) % PIECES.length] ?? "";
  const [before, after] = [text.slice(0, from), text.slice(from)];
  const parts = text.split(".");
  switch (seed % 11) {
    case 0:
      return before + piece + after;
    case 1:
      return before + after.slice(1);
    case 2:
      return before + piece + after.slice(1);
    case 3:
      return before;
    case 4:
      return before + after + after;
    case 5:
      return before + flipped(after);
    case 6:
      return text.toUpperCase();
    case 7:
      return parts.toReversed().join(".");
    case 8:
      return parts.slice(0, -1).join(".") + piece;
    case 9:
      return parts
        .map((part, index) => (index === from % parts.length ? reencoded(part, seed) : part))
        .join(".");
    default:
      return `${text}${piece}`;
  }
}

function flipped(text: string): string {
  const [first = "", ...rest] = text;
  const other = first === first.toLowerCase() ? first.toUpperCase() : first.toLowerCase();
  return other + rest.join("");
}

/** A part of a token with other JSON in it. */
function reencoded(part: string, seed: number): string {
  const text = Buffer.from(part, "base64url").toString();
  const changes = [
    (json: string) => json.replace("RS256", "none"),
    (json: string) => json.replace("ES256", "HS256"),
    (json: string) => json.replace("pet-owner", "admins"),
    (json: string) => json.replace(/"exp":\d+/, '"exp":1'),
    (json: string) => json.replace(/\}$/, ',"groups":["admins"]}'),
    (json: string) => json.replace("{", '{"crit":["x"],'),
    (json: string) => ` ${json}`,
    (json: string) => json.slice(0, -1),
  ];
  return Buffer.from((changes[Math.floor(seed / 13) % changes.length] ?? String)(text)).toString("base64url");
}
