/** A new group's policy and its tests, from the routes that it shall have. */
import {
  type Contract,
  compile,
  formatFinding,
  namedOperations,
  parseNetwork,
  readPolicyModule,
  type UncheckedGroupPolicy,
  type UncheckedStatement,
  validateGroupPolicy,
} from "@lychgate/policy";
import { CliError } from "../errors.ts";
import { formatPolicyModule } from "./module-text.ts";
import { formatPolicyTest } from "./policy-test-text.ts";
import { spelled, spellingsOf } from "./route-spelling.ts";
import { sampleRequests } from "./sample-request.ts";
import { distinct, sidFor } from "./sid.ts";

/** What a new group shall be. */
export interface Scaffold {
  group: string;
  description: string;
  routes: readonly string[];
  /** The networks that requests have to come from; any when there are none. */
  networks: readonly string[];
}

export interface ScaffoldText {
  module: string;
  test: string;
}

/** How many routes are a statement each; more of them are one statement. */
const OWN_STATEMENTS = 1;

/**
 * Writes the module of a new group and its tests. The module is compiled, and each request of the tests
 * evaluated.
 * @throws CliError `Usage` for a network that is none; PolicyError for a route that no API has
 */
export function scaffold(wanted: Scaffold, contract: Contract): ScaffoldText {
  const policy = policyOf(wanted, contract);
  const module = formatPolicyModule(policy);
  const validated = validateGroupPolicy(readPolicyModule(`${wanted.group}.ts`, module).value);
  if (!validated.valid) throw new CliError("Usage", validated.findings.map(formatFinding).join("; "));
  const compiled = compile(validated.value, contract);
  return { module, test: formatPolicyTest(wanted.group, sampleRequests(policy, compiled, contract)) };
}

function policyOf(
  { group, description, routes, networks }: Scaffold,
  contract: Contract,
): UncheckedGroupPolicy {
  for (const network of networks) checkNetwork(network);
  for (const route of routes) namedOperations(route, contract);
  const spellings = spellingsOf(contract);
  const known = [...new Set(routes.map((route) => spelled(route, spellings)))];
  const condition =
    networks.length === 0 ? {} : { condition: { IpAddress: { "aws:SourceIp": [...networks] } } };
  const statements = statementsOf(known).map(
    ([sid, named]): UncheckedStatement => ({ sid, effect: "Allow", routes: [...named], ...condition }),
  );
  return { group, description, statements };
}

/** What only reads and what may write stand apart, as a reviewer looks at them apart. */
function statementsOf(routes: readonly string[]): [string, readonly string[]][] {
  const reads = routes.filter((route) => isRead(route));
  const writes = routes.filter((route) => !isRead(route));
  const parts = [["Read", reads] as const, ["Write", writes] as const].filter(([, part]) => part.length > 0);
  const sids = distinct(
    parts.map(([name, part]) => (part.length > OWN_STATEMENTS ? name : sidFor(part[0] ?? ""))),
  );
  return parts.map(([, part], index) => [sids[index] ?? "", part]);
}

/** Whether a route's verb only reads. */
export function isRead(route: string): boolean {
  return /^(GET|HEAD) /.test(route);
}

function checkNetwork(text: string): void {
  if (parseNetwork(text)) return;
  throw new CliError(
    "Usage",
    `--ip: expected an address or a range such as \`192.0.2.0/24\`, got \`${text}\``,
  );
}
