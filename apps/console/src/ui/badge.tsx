import type { ComponentChildren } from "preact";

export type Tone = "good" | "bad" | "mixed" | "plain";

/** A word that stands out. The word says it all; its colour only helps. */
export function Badge({ tone = "plain", children }: { tone?: Tone; children: ComponentChildren }) {
  return <span class={`badge badge-${tone}`}>{children}</span>;
}

/** `DELETE` */
export function Method({ name }: { name: string }) {
  return <span class={`method method-${name.toLowerCase()}`}>{name}</span>;
}
