import type { PolicyItem, PolicyStore } from "../src/index.ts";
import { collect } from "./store-content.ts";

/** A store that counts what is done to it and remembers the sound items that the table held after each write. */
export interface ObservedStore extends PolicyStore {
  writes: { group: string; kind: "put" | "remove" }[];
  moments: PolicyItem[][];
  lists: number;
}

export function observed(store: PolicyStore): ObservedStore {
  const observer: ObservedStore = {
    writes: [],
    moments: [],
    lists: 0,
    get: (groups) => store.get(groups),
    list(options) {
      observer.lists += 1;
      return store.list(options);
    },
    async put(item, base) {
      observer.writes.push({ group: item.group, kind: "put" });
      await store.put(item, base);
      observer.moments.push(await collect(store.list({ onMalformed: () => undefined })));
    },
    async remove(group, base) {
      observer.writes.push({ group, kind: "remove" });
      await store.remove(group, base);
      observer.moments.push(await collect(store.list({ onMalformed: () => undefined })));
    },
  };
  return observer;
}

/** When the write that fails is lost: on its way to the table, or its answer on the way back. */
export type Loss = "request" | "answer";

/** A store that fails at each write after the first `writes`. */
export function failingAfter(store: PolicyStore, writes: number, loss: Loss): PolicyStore {
  let left = writes;
  const attempt = async (write: () => Promise<void>) => {
    const lost = left-- <= 0;
    if (!lost || loss === "answer") await write();
    if (lost) throw new Error("the network is gone");
  };
  return {
    get: (groups) => store.get(groups),
    list: (options) => store.list(options),
    put: (item, base) => attempt(() => store.put(item, base)),
    remove: (group, base) => attempt(() => store.remove(group, base)),
  };
}
