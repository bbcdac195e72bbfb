/** The tables of docs/scale.md, each between two comments that name it. */
import { ASSUMED, PRICES, QUOTAS, READ_ON, REGION } from "./aws.ts";
import type { LoadRow, Swept } from "./load.ts";
import type { Results } from "./results.ts";

type Table = (results: Results) => string[][];

const LOAD_COLUMNS = {
  containers: ({ scenario }: LoadRow) => count(scenario.containers),
  "invocations/s": ({ simulated }: LoadRow) => count(simulated.invocations),
  "kept by API Gateway": ({ derived }: LoadRow) => percent(derived.hitRatio),
  "busy at once": ({ derived }: LoadRow) => count(derived.concurrency),
  "concurrency to ask for": ({ derived }: LoadRow) => count(derived.concurrencyNeeded),
  "cold starts/h": ({ scenario }: LoadRow) => count((scenario.containers * 3600) / ASSUMED.containerSeconds),
  "tokens verified/s": ({ simulated }: LoadRow) => count(simulated.verifications),
  "look-ups/s": ({ simulated }: LoadRow) => count(simulated.lookUps),
  "read units/s": ({ simulated }: LoadRow) => count(simulated.readUnits),
  "of the hottest item": ({ simulated }: LoadRow) => count(simulated.hotReadUnits),
} as const;

const COST_COLUMNS = {
  Lambda: ({ derived }: LoadRow) => dollars(derived.cost.lambda),
  DynamoDB: ({ derived }: LoadRow) => dollars(derived.cost.dynamo),
  "function's log": ({ derived }: LoadRow) => dollars(derived.cost.logs),
  "access log, if on": () => dollars((ASSUMED.accessLogBytes * PRICES.logGigabyte.dollars) / 1000),
  "the authorizer in all": ({ derived: { cost } }: LoadRow) => dollars(cost.lambda + cost.dynamo + cost.logs),
} as const;

export const TABLES = {
  prices: () => [
    ["Price", `US dollars, ${REGION}, ${READ_ON}`, "per", "Page"],
    ...Object.entries(PRICES).map(([name, { dollars: price, per, page }]) => [
      code(name),
      String(price),
      per,
      page,
    ]),
  ],
  quotas: () => [
    ["Quota", "Default", "of", "Page"],
    ...Object.entries(QUOTAS).map(([name, { value, meaning, page }]) => [
      code(name),
      count(value),
      meaning,
      page,
    ]),
  ],
  assumed: () => [
    ["Assumed", "Value"],
    ...Object.entries(ASSUMED).map(([name, value]) => [code(name), count(value)]),
  ],
  load: ({ load }) => [
    ["Requests/s", "Users", "Result TTL", ...Object.keys(LOAD_COLUMNS)],
    ...load.map((row) => [
      count(row.scenario.requestsPerSecond),
      count(row.scenario.users),
      `${row.scenario.resultTtl} s`,
      ...Object.values(LOAD_COLUMNS).map((write) => write(row)),
    ]),
  ],
  cost: ({ load }) => [
    ["Requests/s", "Result TTL", ...Object.keys(COST_COLUMNS)],
    ...load.map((row) => [
      count(row.scenario.requestsPerSecond),
      `${row.scenario.resultTtl} s`,
      ...Object.values(COST_COLUMNS).map((write) => write(row)),
    ]),
  ],
  "policy-ttl": sweep("policyTtl", "Policy TTL", (value) => `${value} s`),
  "groups-per-user": sweep("groupsPerUser", "Groups a user", String),
  "token-lifetime": sweep("tokenLifetime", "Token lifetime", (value) => `${value} s`),
  users: sweep("users", "Users", (value) => count(Number(value))),
  containers: sweep("containers", "Containers", (value) => count(Number(value))),
  "deny-list": sweep("denyList", "Deny list", (value) => (value === true ? "on" : "off")),
  staleness: ({ staleness }) => [
    ["Change", "Result TTL", "Policy TTL", "Token lifetime", "median", "p99", "worst", "bound"],
    ...staleness.map((row) => [
      row.change,
      ...[row.resultTtl, row.policyTtl, row.tokenLifetime].map((value) => `${value} s`),
      ...[row.median, row.p99, row.worst].map((value) => `${value.toFixed(1)} s`),
      `${row.bound} s`,
    ]),
  ],
  herd: ({ herd }) => [
    [
      "Containers start",
      "hottest item: start",
      ...expiries(herd[0]?.hotPeaks),
      "mean",
      "all items: start",
      ...expiries(herd[0]?.allPeaks),
      "mean",
    ],
    ...herd.map((row) => [
      row.name,
      ...[...row.hotPeaks, row.hotMean, ...row.allPeaks, row.allMean].map(count),
    ]),
  ],
  edit: ({ edit }) => [
    ["", "look-ups/s", "documents merged anew, a container"],
    ...(["before", "after"] as const).map((name) => [
      `in the minute ${name}`,
      count(edit[name].lookUpsPerSecond),
      count(edit[name].mergedPerContainer),
    ]),
  ],
  memory: ({ memory }) => [
    ["Filled with", "callers", "heap"],
    ...memory.map(({ what, callers, bytes }) => [what, count(callers), `${Math.round(bytes / 1e6)} MB`]),
  ],
} as const satisfies Record<string, Table>;

/** Puts the tables of these results in the place of those that a document has. */
export function withTables(document: string, results: Results): string {
  return document.replace(
    /(<!-- table: ([\w-]+) -->\n)[\s\S]*?(?=<!-- end -->)/g,
    (_, opening: string, name: string) => {
      if (!Object.hasOwn(TABLES, name)) throw new Error(`expected one of the tables, got \`${name}\``);
      return `${opening}\n${markdownOf(TABLES[name as keyof typeof TABLES](results))}\n`;
    },
  );
}

function sweep(name: Swept, title: string, write: (value: unknown) => string): Table {
  const columns = Object.entries(LOAD_COLUMNS).filter(([column]) => column !== name);
  return ({ sweeps }) => [
    [title, ...columns.map(([column]) => column), "the authorizer, a million requests"],
    ...sweeps[name].map((row) => [
      write(row.scenario[name]),
      ...columns.map(([, column]) => column(row)),
      COST_COLUMNS["the authorizer in all"](row),
    ]),
  ];
}

function expiries(peaks: readonly number[] = []): string[] {
  return peaks.slice(1).map((_, index) => `expiry ${index + 1}`);
}

function markdownOf([head = [], ...rows]: string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  return [head, head.map((_, column) => (column === 0 ? "---" : "---:")), ...rows].map(line).join("");
}

/** Three digits that count. */
function count(value: number): string {
  const rounded = value === 0 ? 0 : Number(value.toPrecision(value < 1000 ? 3 : 4));
  return rounded.toLocaleString("en", { maximumFractionDigits: 4 });
}

function percent(part: number): string {
  return `${(100 * Math.max(0, part)).toFixed(1)} %`;
}

function dollars(value: number): string {
  return value < 0.01 ? value.toFixed(4) : value.toFixed(2);
}

function code(text: string): string {
  return `\`${text}\``;
}
