import { join } from "node:path";
import { readContractDocument } from "../src/contract-document.ts";

/** The contract of the petstore. */
export const PETSTORE = readContractDocument(
  join(import.meta.dirname, "../../apps/petstore/openapi.yaml"),
  "petstore",
);
