/** The views of the console, in the order of the navigation. Each is loaded when it is first shown. */
import type { ViewModule } from "./view.ts";

interface ViewEntry {
  name: string;
  title: string;
  load: () => Promise<ViewModule>;
}

export const VIEWS: readonly ViewEntry[] = [
  { name: "matrix", title: "Matrix", load: () => import("./matrix/matrix-view.tsx") },
  { name: "why", title: "Why", load: () => import("./why/why-view.tsx") },
  { name: "compare", title: "Compare", load: () => import("./compare/compare-view.tsx") },
  { name: "checks", title: "Checks", load: () => import("./checks/checks-view.tsx") },
  { name: "try", title: "Try it", load: () => import("./try/try-view.tsx") },
  { name: "api", title: "API", load: () => import("./api/api-view.tsx") },
];

/** The view of a name; the first for any other. */
export function viewNamed(name: string): ViewEntry | undefined {
  return VIEWS.find((view) => view.name === name) ?? VIEWS[0];
}
