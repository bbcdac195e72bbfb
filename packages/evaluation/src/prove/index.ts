export { prove } from "./prove.ts";
export * from "./report.ts";
