/** Sets of texts: what a route serves, what a pattern matches, and searches through several of them at once. */
export { apiLanguage, type RouteLanguage, type Taken } from "../api-language.ts";
export { DEAD, type Machine, machineOf, run } from "./machine.ts";
export { type Searched, type SearchOptions, search } from "./search.ts";
export { literalBeginning, literalTokens, routeTokens, type Token, wildcardTokens } from "./token.ts";
