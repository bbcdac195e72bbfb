/** Something wrong at one place of a value: what was expected there and what came. */
export interface Finding {
  /** Keys and indexes from the root of the value. */
  path: readonly (string | number)[];
  message: string;
}

/** `statements[0].condition.IpAddress["aws:SourceIp"]`; the root is the empty text. */
export function formatPath(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
}

export function formatFinding(finding: Finding): string {
  const path = formatPath(finding.path);
  return path === "" ? finding.message : `${path}: ${finding.message}`;
}
