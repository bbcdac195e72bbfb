/** The plots of docs/scale.md, as SVG on white, so that they can be read on a dark page too. */
import { type EChartsCoreOption, init } from "echarts";
import { QUOTAS } from "./aws.ts";
import type { LoadRow } from "./load.ts";
import type { Results } from "./results.ts";

const SIZE = { width: 760, height: 400 } as const;

/** What each plot shows, for those who see it and for those who hear it. */
const TITLES = {
  invocations: "Invocations of the authorizer, by API Gateway's result TTL",
  "read-units": "Read units a second, by API Gateway's result TTL",
  cost: "What a million requests cost at 10,000/s, without API Gateway's own 3.50",
  "policy-ttl": "What a longer policy TTL saves, at 1,000 requests/s",
  herd: "Read units of the one item that everybody needs: 5,000 cold containers",
  staleness: "How long something old still decides",
} as const;

export const PLOTS = {
  invocations: ({ load }) => ({
    ...titled("invocations"),
    ...logarithmic("requests/s", "invocations/s"),
    series: [
      ...byResultTtl(load, ({ simulated }) => simulated.invocations),
      level("10,000/s: concurrency 1,000", 10_000),
    ],
  }),
  "read-units": ({ load }) => ({
    ...titled("read-units"),
    ...logarithmic("requests/s", "read units/s", 100_000),
    series: [
      ...byResultTtl(load, ({ simulated }) => simulated.readUnits),
      level("a table's default quota", QUOTAS.tableReadUnits.value),
    ],
  }),
  cost: ({ load }) => {
    const rows = load.filter(({ scenario }) => scenario.requestsPerSecond === 10_000);
    return {
      ...titled("cost"),
      xAxis: {
        type: "category",
        name: "result TTL",
        data: rows.map(({ scenario }) => `${scenario.resultTtl} s`),
      },
      yAxis: { type: "value", name: "US dollars" },
      series: (["lambda", "dynamo", "logs"] as const).map((name) => ({
        name: { lambda: "Lambda", dynamo: "DynamoDB", logs: "function's log" }[name],
        type: "bar",
        stack: "cost",
        data: rows.map(({ derived }) => digits(derived.cost[name])),
      })),
    };
  },
  "policy-ttl": ({ sweeps }) => ({
    ...titled("policy-ttl"),
    xAxis: {
      type: "category",
      name: "policy TTL",
      data: sweeps.policyTtl.map(({ scenario }) => `${scenario.policyTtl} s`),
    },
    yAxis: { type: "log", name: "read units/s" },
    series: [
      {
        name: "all items",
        type: "line",
        data: sweeps.policyTtl.map(({ simulated }) => digits(simulated.readUnits)),
      },
      {
        name: "the hottest item",
        type: "line",
        data: sweeps.policyTtl.map(({ simulated }) => digits(simulated.hotReadUnits)),
      },
    ],
  }),
  herd: ({ herd }) => ({
    ...titled("herd"),
    grid: { left: 80, right: 90, top: 130, bottom: 40 },
    xAxis: { type: "value", name: "s", max: herd[0]?.hot.length },
    yAxis: { type: "value", name: "read units/s", max: 3_500 },
    series: [
      ...herd.map(({ name, hot }) => ({
        name,
        type: "line",
        symbol: "none",
        data: hot.map((units, second) => [second, digits(units)]),
      })),
      level("a partition's limit", QUOTAS.partitionReadUnits.value),
    ],
  }),
  staleness: ({ staleness }) => ({
    ...titled("staleness"),
    grid: { left: 220, right: 60, top: 80, bottom: 40 },
    xAxis: { type: "value", name: "s" },
    yAxis: {
      type: "category",
      inverse: true,
      data: staleness.map(
        ({ change, resultTtl, policyTtl, tokenLifetime }) =>
          `${change}, ${change === "group change" ? `token ${tokenLifetime}` : `${resultTtl} + ${policyTtl}`} s`,
      ),
    },
    series: (["median", "p99", "worst", "bound"] as const).map((name) => ({
      name,
      type: "bar",
      data: staleness.map((row) => digits(row[name])),
    })),
  }),
} as const satisfies Record<string, (results: Results) => EChartsCoreOption>;

/** Draws a plot as the text of an SVG file. */
export function drawPlot(name: keyof typeof PLOTS, results: Results): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, ...SIZE });
  chart.setOption(PLOTS[name](results));
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg.replace(">", `><title>${TITLES[name]}</title>`)}\n`;
}

function titled(name: keyof typeof TITLES): EChartsCoreOption {
  return {
    animation: false,
    backgroundColor: "#ffffff",
    title: { text: TITLES[name], left: "center", top: 8, textStyle: { fontSize: 15 } },
    legend: { top: 36, itemGap: 28, width: 640 },
    grid: { left: 80, right: 90, top: 110, bottom: 40 },
  };
}

function logarithmic(x: string, y: string, max?: number): EChartsCoreOption {
  return { xAxis: { type: "log", name: x, min: 10 }, yAxis: { type: "log", name: y, max } };
}

function byResultTtl(rows: readonly LoadRow[], read: (row: LoadRow) => number) {
  return [...Map.groupBy(rows, ({ scenario }) => scenario.resultTtl)].map(([resultTtl, ofTtl]) => ({
    name: `${resultTtl} s`,
    type: "line",
    data: ofTtl
      .filter((row) => read(row) > 0)
      .map((row) => [row.scenario.requestsPerSecond, digits(read(row))]),
  }));
}

/** A line that is not to be crossed; without a name it is not in the legend. */
function level(name: string, yAxis: number) {
  return {
    type: "line",
    data: [],
    markLine: {
      symbol: "none",
      label: { formatter: name, position: "insideStartTop" },
      lineStyle: { color: "#c00000" },
      data: [{ yAxis }],
    },
    itemStyle: { color: "#c00000" },
  };
}

function digits(value: number): number {
  return Number(value.toPrecision(4));
}
