import { readFileSync } from "node:fs";
import { join } from "node:path";
import { folderSource, frozenSource, type Source } from "@lychgate/cli";
import type { AccessBundle } from "@lychgate/cli/bundle";
import { parse as parseYaml } from "yaml";
import { METHODS_CONTRACT } from "../methods.ts";

/** What the policies are compared with. */
export const BASES = { start: "when the stack started", save: "before the last save" } as const;

export type Base = keyof typeof BASES;

/** The bundle of the policies as they were saved last, as far as they are sound. */
export interface LiveBundle {
  /** Looks at the policies anew. @throws whatever is wrong with them; what there was before is kept */
  refresh(): Promise<AccessBundle>;
  /** @throws whatever is wrong with the policies, where they have never been sound */
  read(base: Base): Promise<AccessBundle>;
}

/** @param start the policies as they were when the stack started */
export function liveBundle(root: string, start: Source): LiveBundle {
  let sides = { now: start, save: start };
  let bundle: AccessBundle | undefined;
  const refresh = async () => {
    const now = frozenSource(folderSource(root));
    bundle = await bundleOf(root, now, start, "start");
    sides = { now, save: sides.now };
    return bundle;
  };
  return {
    refresh,
    async read(base) {
      if (base === "save") return bundleOf(root, sides.now, sides.save, base);
      bundle ??= await bundleOf(root, sides.now, start, base);
      return bundle;
    },
  };
}

async function bundleOf(root: string, now: Source, before: Source, base: Base): Promise<AccessBundle> {
  // It takes long to load, and the stack is to start fast.
  const { createBundle, publicDocument } = await import("@lychgate/cli/create-bundle");
  const head = { name: "saved now", source: now };
  const bundle = createBundle(head, { base: { name: BASES[base], source: before } });
  // The second API is shown as well, although no group's policy is about it.
  const document = publicDocument(parseYaml(readFileSync(join(root, METHODS_CONTRACT), "utf8")));
  return { ...bundle, apis: [...bundle.apis, { file: METHODS_CONTRACT, document }] };
}
