/**
 * Who owns a file, by the part of CODEOWNERS that this repository uses. A pattern of another kind is refused: one that
 * were read wrongly would name the wrong owner.
 *
 * @see https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners#codeowners-syntax
 */

interface Rule {
  segments: readonly string[];
  /** A pattern with a slash at its end names folders alone. */
  folder: boolean;
  /** A pattern whose last segment is `*` after others does not look into folders. */
  shallow: boolean;
  owners: readonly string[];
}

/** The rules of a CODEOWNERS file. */
export interface CodeOwners {
  /** `@user`, `@org/team` or an address; empty where nobody owns the file. The last rule that matches decides. */
  of(file: string): readonly string[];
}

/** Characters that gitignore gives a meaning that is not read here, or that GitHub does not read. */
const UNKNOWN = /[!?[\]\\]/;

/** Reads a CODEOWNERS file. @throws Error for a pattern that is not understood */
export function parseCodeOwners(text: string): CodeOwners {
  const rules = text.split(/\r?\n/).flatMap((line, index) => {
    const [pattern = "", ...owners] = line
      .replace(/(^|\s)#.*$/, "")
      .trim()
      .split(/\s+/);
    return pattern === "" ? [] : [ruleOf(pattern, owners, index + 1)];
  });
  return {
    of: (file) => rules.findLast((rule) => matches(rule, file.split("/")))?.owners ?? [],
  };
}

function ruleOf(pattern: string, owners: readonly string[], line: number): Rule {
  const segments = pattern.replace(/^\//, "").replace(/\/$/, "").split("/");
  const isStrange = segments.some((each) => each === "" || (each.includes("**") && each !== "**"));
  if (UNKNOWN.test(pattern) || isStrange) {
    throw new Error(`CODEOWNERS:${line}: the pattern \`${pattern}\` is not understood`);
  }
  const isAnchored = pattern.startsWith("/") || segments.length > 1;
  return {
    segments: isAnchored ? segments : ["**", ...segments],
    folder: pattern.endsWith("/"),
    shallow: segments.length > 1 && segments.at(-1) === "*",
    owners,
  };
}

function matches({ segments, folder, shallow }: Rule, path: readonly string[]): boolean {
  const [segment, ...rest] = segments;
  // What is left of the path lies in the folder that was matched.
  if (segment === undefined) return path.length === 0 ? !folder : !shallow;
  if (segment === "**") {
    if (rest.length === 0) return path.length > 0;
    return path.some((_, index) =>
      matches({ segments: rest, folder, shallow, owners: [] }, path.slice(index)),
    );
  }
  const [name, ...below] = path;
  return (
    name !== undefined &&
    matchesName(segment, name) &&
    matches({ segments: rest, folder, shallow, owners: [] }, below)
  );
}

/** `*` stands for any characters of a name. */
function matchesName(pattern: string, name: string): boolean {
  const [start = "", ...parts] = pattern.split("*");
  const end = parts.pop();
  if (end === undefined) return name === start;
  if (!name.startsWith(start) || name.length < start.length + end.length || !name.endsWith(end)) return false;
  let at = start.length;
  const until = name.length - end.length;
  for (const part of parts) {
    const found = name.indexOf(part, at);
    if (found === -1 || found + part.length > until) return false;
    at = found + part.length;
  }
  return true;
}
