/** The spaces without a contract, which take longer to make than to ask. */
import type { Binding } from "@lychgate/policy";
import { anyArnSpace, anyPathSpace, type RequestSpace } from "../proof/index.ts";

const MOST_KEPT = 64;
const ofStages = new Map<string, RequestSpace>();
let ofEveryArn: RequestSpace | undefined;

/** Every verb and path at one stage. */
export function everyPathAt(binding: Binding): RequestSpace {
  const space = ofStages.get(binding.prefix) ?? anyPathSpace(binding);
  if (ofStages.size >= MOST_KEPT) ofStages.clear();
  ofStages.set(binding.prefix, space);
  return space;
}

/** Every execute-api ARN. */
export function everyArn(): RequestSpace {
  ofEveryArn ??= anyArnSpace();
  return ofEveryArn;
}
