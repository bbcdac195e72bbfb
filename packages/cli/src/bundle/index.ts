/** Types alone, which the console reads in the browser. */
export type * from "./access-bundle.ts";
