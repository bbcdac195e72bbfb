import { EXPIRY_SID, unguardedSid } from "@lychgate/policy";

const LONGEST = 64;

/** Names a statement after a route or the end of an ARN: `GET /pets/{petId}` → `GetPetsPetId`. */
export function sidFor(route: string): string {
  const words = route.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const [verb = "", ...path] = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  const name = verb.slice(0, 1) + verb.slice(1).toLowerCase() + path.join("");
  return usable(name) || "Statement";
}

/** A Sid of letters and digits, with everything else dropped; empty when nothing is left. */
export function cleanSid(sid: string): string {
  return usable(sid.replace(/[^A-Za-z0-9]/g, ""));
}

/** The compiler's own ending would make an author's statement a guard; the Sid of what ends a result is taken. */
function usable(sid: string): string {
  let name = sid.slice(0, LONGEST);
  while (unguardedSid(name) !== name) name = unguardedSid(name);
  return name === EXPIRY_SID ? "" : name;
}

/** Makes each name its own by a number behind those that came before. */
export function distinct(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let count = 2; used.has(unique); count += 1) {
      unique = `${name.slice(0, LONGEST - String(count).length)}${count}`;
    }
    used.add(unique);
    return unique;
  });
}
