/**
 * Writes the JSON Schemas of the authored types, and the validators that ajv makes of them.
 * `--check` writes nothing and exits 1 when what is committed is not what would be written.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
import { createGenerator } from "ts-json-schema-generator";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Each schema has a validator of its own, so that the authorizer's bundle holds only the one that it calls. */
const SCHEMAS = [
  { type: "UncheckedGroupPolicy", name: "group-policy" },
  { type: "PolicyDocument", name: "policy-document" },
  { type: "UncheckedGuardrails", name: "guardrail" },
] as const;

const files = new Map<string, string>();
for (const { type, name } of SCHEMAS) {
  const schema = schemaOf(type, `src/${name}.ts`);
  files.set(`schema/${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`);
  files.set(`src/schema/${name}.gen.js`, validatorOf(schema));
}
process.exitCode = process.argv.includes("--check") ? check(files) : write(files);

function schemaOf(type: string, source: string): object {
  const generator = createGenerator({
    path: join(root, source),
    tsconfig: join(root, "tsconfig.json"),
    type,
    topRef: false,
    additionalProperties: false,
    sortProps: true,
    // The repository's own type check has TypeScript 7; the generator nests an older one.
    skipTypeCheck: true,
  });
  return generator.createSchema(type);
}

function validatorOf(schema: object): string {
  const options = { allErrors: true, strict: true, allowUnionTypes: true, verbose: true };
  const ajv = new Ajv({ ...options, code: { source: true, esm: true } });
  const code = standaloneCode.default(ajv, ajv.compile(schema));
  return `// Written by \`npm run generate\` from the schema of the same name. Do not edit.\n${code}\n`;
}

function check(wanted: ReadonlyMap<string, string>): number {
  const stale = [...wanted].filter(([file, text]) => readFileSync(join(root, file), "utf8") !== text);
  for (const [file] of stale) console.error(`${file} is out of date: run \`npm run generate\``);
  return stale.length === 0 ? 0 : 1;
}

function write(wanted: ReadonlyMap<string, string>): number {
  for (const [file, text] of wanted) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return 0;
}
