import { type Contract, readContract } from "@lychgate/policy";
import { parse as parseYaml } from "yaml";
import type { Repository } from "../repository.ts";
import type { Source } from "../source.ts";
import type { BundleApi } from "./access-bundle.ts";
import { publicDocument } from "./public-document.ts";

/** An API, and what it serves. */
export interface ReadApi extends BundleApi {
  operations: Contract["operations"];
}

/** The APIs of a repository; their operations, one after the other, are the contract's. */
export function readApis({ config }: Repository, source: Source): ReadApi[] {
  return config.contracts.map((file) => {
    const document: unknown = parseYaml(source.read(file));
    const { operations } = readContract([{ name: file, document }]);
    return { file, document: publicDocument(document), operations };
  });
}
