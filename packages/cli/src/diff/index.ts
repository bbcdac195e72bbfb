/** How changes are told apart and put into words, for whoever shows them: pure, and fit for a browser. */
export { type DiffRow, RISKS, type Risk, riskOf, rowsOf } from "./row.ts";
export { namesOf, notesOn, routeOf, witnessText } from "./words.ts";
