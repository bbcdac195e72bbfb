import { afterAll } from "vitest";
import { type CheckoutCopy, copyCheckout } from "./checkout-copy.ts";

/** A copy of the repository that is gone after the tests of a file. */
export type TempCheckout = Omit<CheckoutCopy, "end">;

const copies: CheckoutCopy[] = [];
afterAll(() => {
  for (const copy of copies.splice(0)) copy.end();
});

export function createTempCheckout(): TempCheckout {
  const copy = copyCheckout();
  copies.push(copy);
  return copy;
}
