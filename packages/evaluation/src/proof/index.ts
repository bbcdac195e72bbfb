export { type Access, accessOf } from "./access.ts";
export { bindingsOf, SAMPLE_BINDING } from "./binding.ts";
export { compareByRoute, type RouteDifference } from "./by-route.ts";
export { difference, equivalence, findRequest, overlap } from "./find.ts";
export { anyArnSpace, anyPathSpace, contractSpace, type RequestSpace } from "./space.ts";
export type { Witness } from "./witness.ts";
