import { fileURLToPath } from "node:url";

/** The repository that these tests are part of. */
export const CHECKOUT = fileURLToPath(new URL("../../../", import.meta.url));
