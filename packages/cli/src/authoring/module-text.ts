/** A group's policy as the module that an author would write. */
import type { UncheckedGroupPolicy, UncheckedStatement } from "@lychgate/policy";
import { brokenText, type ConstantNames, literalText, type Plain } from "./literal-text.ts";

const IMPORTS = `import type { GroupPolicy } from "@lychgate/policy";
import type { Route } from "./routes.gen.ts";
`;

/**
 * Writes a policy as a TypeScript module in the repository's format. Networks that are listed more than once
 * become a constant. `readPolicyModule` gives the same policy back.
 */
export function formatPolicyModule(policy: UncheckedGroupPolicy): string {
  const shared = new SharedLists();
  const statements = policy.statements.map((statement) => plainStatement(statement, shared));
  const { group, description, usageTier } = policy;
  const constants = shared.constants();
  const declared = [...constants].map(([list, name]) => constantText(name, list));
  const text = brokenText(
    { group, description, ...(usageTier !== undefined && { usageTier }), statements },
    0,
    constants,
  );
  return [IMPORTS, ...declared, `export default ${text} satisfies GroupPolicy<Route>;\n`].join("\n");
}

function constantText(name: string, list: Plain): string {
  const before = `const ${name} = `;
  return `${before}${literalText(list, { indent: 0, taken: before.length + 1 })};\n`;
}

/** In the order in which authors write. */
function plainStatement(statement: UncheckedStatement, shared: SharedLists): Plain {
  const { sid, effect, routes, resources, condition } = statement;
  return {
    sid,
    effect,
    ...(routes && { routes }),
    ...(resources && { resources }),
    ...(condition && { condition: plainCondition(condition, shared) }),
  };
}

type Keys = { readonly [key: string]: Plain };

function plainCondition(condition: NonNullable<UncheckedStatement["condition"]>, shared: SharedLists): Plain {
  const operators = Object.entries(condition).map(([operator, keys]: [string, Keys]) => {
    const values = Object.entries(keys).map(([key, value]) => [key, networks(key, value, shared)] as const);
    return [operator, Object.fromEntries(values)] as const;
  });
  return Object.fromEntries(operators);
}

function networks(key: string, value: Plain, shared: SharedLists): Plain {
  return key === "aws:SourceIp" && Array.isArray(value) && value.length > 1 ? shared.add(value) : value;
}

/** Lists by their content, so that equal ones are one and the same. */
class SharedLists {
  readonly #lists = new Map<string, { list: Plain; uses: number }>();

  add(list: Plain): Plain {
    const key = JSON.stringify(list);
    const known = this.#lists.get(key) ?? { list, uses: 0 };
    known.uses += 1;
    this.#lists.set(key, known);
    return known.list;
  }

  constants(): ConstantNames {
    const repeated = [...this.#lists.values()].filter(({ uses }) => uses > 1);
    return new Map(
      repeated.map(({ list }, index) => [list, index === 0 ? "NETWORKS" : `NETWORKS_${index + 1}`]),
    );
  }
}
