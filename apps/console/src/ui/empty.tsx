import type { ComponentChildren } from "preact";

/** In place of a list that has nothing. */
export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}
