/** Where a reader is, as the address says it: `#/why?groups=pet-owner&method=DELETE&path=/petstore/v1/pets/1`. */
import { signal } from "@preact/signals";

/** A view and what it shows. */
export interface Place {
  view: string;
  /** What stands between the view and the `?`: of `#/api/listPets`, `listPets`; else empty. */
  path: string;
  parameters: Parameters;
}

export type Parameters = ReadonlyMap<string, string>;

/** Reads the hash of an address. What is not written well is passed over. */
export function parseHash(hash: string): Place {
  const [route = "", ...query] = hash.replace(/^#?\/?/, "").split("?");
  const [view = "", ...path] = route.split("/");
  const pairs = query
    .join("?")
    .split("&")
    .flatMap((pair): [string, string][] => {
      const [name = "", ...value] = pair.split("=");
      return name === "" ? [] : [[decoded(name), decoded(value.join("="))]];
    });
  return { view: decoded(view), path: path.map(decoded).join("/"), parameters: new Map(pairs) };
}

export function formatHash({ view, path, parameters }: Place): string {
  const route = [view, ...(path === "" ? [] : [path])].map(encoded).join("/");
  const query = [...parameters].map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  return `#/${route}${query.length === 0 ? "" : `?${query.join("&")}`}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What a hash may hold, and people like to read, stays. */
function encoded(text: string): string {
  if (/^[A-Za-z0-9_.,/:@{}-]*$/.test(text)) return text;
  return encodeURIComponent(text.toWellFormed()).replace(/%(?:2C|2F|3A|40|7B|7D)/g, (code) =>
    decodeURIComponent(code),
  );
}

/** Where the reader is now. */
export const place = signal<Place>(parseHash(""));

/** Follows the address. */
export function followLocation(): void {
  const read = () => {
    clearTimeout(pending);
    place.value = parseHash(window.location.hash);
  };
  window.addEventListener("hashchange", read);
  read();
}

let pending: ReturnType<typeof setTimeout> | undefined;

/** Browsers limit how often a page may write its address; who types is faster. */
const WRITTEN_AFTER = 200;

/** Goes to a place. `replace`: as a change of this place, so that the way back does not stop at it. */
export function goTo(to: Place, { replace = false }: { replace?: boolean } = {}): void {
  clearTimeout(pending);
  const leaving = formatHash(place.value);
  const hash = formatHash(to);
  place.value = to;
  if (replace) {
    pending = setTimeout(() => window.history.replaceState(null, "", hash), WRITTEN_AFTER);
  } else if (hash !== leaving) {
    window.history.replaceState(null, "", leaving);
    window.history.pushState(null, "", hash);
  }
}

/** The whole address of the reader's place, to share. */
export function addressOf(to: Place): string {
  return new URL(formatHash(to), window.location.href).href;
}
