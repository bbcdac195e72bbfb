import { RISKS, type Risk } from "@lychgate/cli/diff";
import { choice, stateOf, text } from "../state.ts";

export const LOOKS = ["all", ...(Object.keys(RISKS) as Risk[])] as const;

export interface CompareState {
  /** Which changes are shown. */
  risk: (typeof LOOKS)[number];
  /** Words that a change's groups, route and statements have. */
  q: string;
}

export const COMPARE = stateOf<CompareState>({ risk: choice(LOOKS, "all"), q: text() });
