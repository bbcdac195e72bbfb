import { HTTP_METHODS, parseExecuteApiArn, type UncheckedStatement } from "@lychgate/policy";

/** The routes or resources of a statement, with one of them changed. */
export interface TargetChange {
  targets: string[];
  detail: string;
}

/** Each route taken away, where another is left. */
export function droppedTargets(statement: UncheckedStatement): TargetChange[] {
  const targets = targetsOf(statement);
  return targets.length < 2 ? [] : change(targets, (target) => ({ becomes: [], text: target }));
}

/** Each route widened to everything below its parent. */
export function widenedPaths(statement: UncheckedStatement): TargetChange[] {
  return change(targetsOf(statement), (target) => {
    const { verb, path, write } = parse(target);
    if (path.length === 1 && isRest(path[0])) return undefined;
    const parent = path.slice(0, isRest(path.at(-1)) ? -2 : -1);
    const widened = write(verb, [...parent, "**"]);
    return { becomes: [widened], text: `${target} → ${widened}` };
  });
}

/** Each route widened to every verb. */
export function widenedVerbs(statement: UncheckedStatement): TargetChange[] {
  return change(targetsOf(statement), (target) => {
    const { verb, path, write } = parse(target);
    if (verb === "ANY" || verb === "*") return undefined;
    const becomes = statement.routes
      ? [write("ANY", path)]
      : HTTP_METHODS.map((method) => write(method, path));
    return { becomes, text: `${target} → every verb` };
  });
}

function targetsOf({ routes, resources }: UncheckedStatement): readonly string[] {
  return routes ?? resources ?? [];
}

function change(
  targets: readonly string[],
  edit: (target: string) => { becomes: readonly string[]; text: string } | undefined,
): TargetChange[] {
  return targets.flatMap((target, index) => {
    const edited = edit(target);
    return edited ? [{ targets: targets.toSpliced(index, 1, ...edited.becomes), detail: edited.text }] : [];
  });
}

/** A route or an ARN taken apart; a final `**` takes everything below. */
interface Target {
  verb: string;
  path: readonly string[];
  write: (verb: string, path: readonly string[]) => string;
}

function parse(target: string): Target {
  return parseArn(target) ?? parseRouteText(target);
}

function parseRouteText(route: string): Target {
  const [verb = "", path = ""] = route.split(" ");
  const segments = path === "/" ? [] : path.slice(1).split("/");
  return { verb, path: segments, write: (to, parts) => `${to} /${parts.join("/")}` };
}

/** In an ARN a final `*` takes everything below. */
function parseArn(text: string): Target | undefined {
  const arn = parseExecuteApiArn(text);
  if (!arn) return undefined;
  const before = text.slice(0, text.length - arn.resource.length);
  const [api = "", stage = "", verb = "*", ...path] = arn.resource.split("/");
  const write = (to: string, parts: readonly string[]) =>
    `${before}${[api, stage, to, ...parts.map((part) => (part === "**" ? "*" : part))].join("/")}`;
  const isBelow = path.length === 0 || path.at(-1) === "*";
  return { verb, path: isBelow ? [...path.slice(0, -1), "**"] : path, write };
}

function isRest(segment: string | undefined): boolean {
  return segment === "**" || segment?.endsWith("+}") === true;
}
