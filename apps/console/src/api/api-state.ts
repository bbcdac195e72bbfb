import { flag, stateOf, text } from "../state.ts";

export interface ApiState {
  /** Words that an operation has. */
  q: string;
  /** Whether to show only what needs no credential. */
  open: boolean;
}

export const API = stateOf<ApiState>({ q: text(), open: flag() });
