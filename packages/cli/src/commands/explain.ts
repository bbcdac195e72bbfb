import { explain } from "@lychgate/evaluation";
import { Command, InvalidArgumentError } from "commander";
import { CliError } from "../errors.ts";
import { formatExplanation, type RequestOptions, requestFor } from "../explanation.ts";
import { loadRepository } from "../repository.ts";

interface ExplainOptions extends Omit<RequestOptions, "claims"> {
  claim?: Record<string, string>;
  json?: boolean;
}

const HELP = `
Examples:
  lychgate explain pet-owner DELETE /petstore/v1/pets/1
  lychgate explain pet-veterinarian GET /petstore/v2/status --ip 203.0.113.10
  lychgate explain tenant GET /tenants/acme/orders --claim custom:tenant=acme`;

export function explainCommand(): Command {
  return new Command("explain")
    .description("say whether a group may make a request, and which statement decides")
    .argument("<group>", "a group of this repository")
    .argument("<method>", "the verb", (text) => text.toUpperCase())
    .argument("<path>", "the path without the stage", parsePath)
    .option("--ip <address>", "the caller's source address", "192.0.2.10")
    .option("--time <iso>", "the time of the request; now unless given")
    .option("--user-agent <text>", "the caller's User-Agent header")
    .option("--claim <name=value>", "a claim of the caller's token; may be repeated", addClaim)
    .option("--json", "print the explanation as JSON")
    .addHelpText("after", HELP)
    .action(explainRequest);
}

function explainRequest(
  group: string,
  method: string,
  path: string,
  { claim = {}, ...given }: ExplainOptions,
): void {
  const options = { ...given, claims: claim };
  const repository = loadRepository(process.cwd());
  const policy = repository.policies.find(({ compiled }) => compiled.group === group);
  if (!policy) {
    const names = repository.policies.map(({ compiled }) => `\`${compiled.group}\``).join(", ");
    throw new CliError("Usage", `no policy for the group \`${group}\`; there are ${names}`);
  }
  const { prepared, request, operation } = requestFor(repository, policy, { method, path, options });
  const explanation = explain(prepared, request);
  if (options.json) console.log(JSON.stringify({ ...explanation, request, operation: operation ?? null }));
  else console.log(formatExplanation(explanation, { policy, method, path, operation }));
}

function parsePath(text: string): string {
  if (text.startsWith("/") && !/[?#\s]/.test(text)) return text;
  throw new InvalidArgumentError("expected a path such as `/petstore/v1/pets`, without a query");
}

function addClaim(text: string, known: Record<string, string> = {}): Record<string, string> {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError("expected a claim such as `custom:tenant=acme`");
  return { ...known, [name]: value };
}
