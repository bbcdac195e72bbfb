/** Charts as SVG: a bar for each candidate, with the middle half of what was measured as a line across its end. */
import * as echarts from "echarts";
import type { Measurement } from "./measure.ts";
import { formatDuration, formatRatio } from "./report.ts";
import type { BenchmarkResult } from "./results.ts";

const WIDTH = 860;
const ROW = 34;
const HEAD = 56;
const FOOT = 44;

/** On a ground of their own, so that they can be read on a dark page too. */
const COLOURS = { ground: "#ffffff", text: "#24292f", line: "#d0d7de", own: "#0b6e63", peer: "#8c959f" };

/** What is the project's own is drawn in another colour. */
const OWN = /^lychgate/;

function labelOf(row: Measurement | undefined): string {
  return row ? `${formatRatio(row.ratio)}  ${formatDuration(row.median)}` : "";
}

/** What a custom series is drawn by. */
type Coordinates = Parameters<echarts.CustomSeriesOption["renderItem"] & {}>[1];

export function chartOf({ question, measurements }: BenchmarkResult): string {
  const rows = measurements.toReversed();
  const height = HEAD + FOOT + ROW * rows.length;
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height });
  chart.setOption({
    animation: false,
    backgroundColor: COLOURS.ground,
    textStyle: { fontFamily: "sans-serif", color: COLOURS.text },
    title: { text: question, left: 16, top: 14, textStyle: { fontSize: 15, color: COLOURS.text } },
    grid: { left: 270, right: 150, top: HEAD, bottom: FOOT },
    xAxis: {
      type: "value",
      axisLabel: {
        formatter: (value: number) => (value === 0 ? "0" : formatDuration(value)),
        color: COLOURS.text,
        hideOverlap: true,
      },
      splitLine: { lineStyle: { color: COLOURS.line } },
    },
    yAxis: {
      type: "category",
      data: rows.map(({ name }) => name),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: COLOURS.line } },
      axisLabel: { color: COLOURS.text, width: 245, overflow: "break" },
    },
    series: [
      {
        type: "bar",
        barWidth: 16,
        data: rows.map(({ name, median }) => ({
          value: median,
          itemStyle: { color: OWN.test(name) ? COLOURS.own : COLOURS.peer },
        })),
      },
      {
        type: "custom",
        encode: { x: [0, 1], y: 2 },
        data: rows.map(({ p25, p75 }, index) => [p25, p75, index]),
        renderItem: (_: unknown, api: Coordinates) => {
          const row = Number(api.value(2));
          const [from = 0, y = 0] = api.coord([api.value(0), row]);
          const [to = 0] = api.coord([api.value(1), row]);
          return {
            type: "group",
            children: [
              {
                type: "line",
                shape: { x1: from, y1: y, x2: to, y2: y },
                style: { stroke: COLOURS.text, lineWidth: 1.5 },
              },
              {
                type: "text",
                x: to + 10,
                y,
                style: { text: labelOf(rows[row]), fill: COLOURS.text, verticalAlign: "middle" },
              },
            ],
          };
        },
      },
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return still(svg, question);
}

/** Without the styles of what a pointer is over, for it is an image; and with a title for who cannot see it. */
function still(svg: string, title: string): string {
  return svg
    .replace(/<style[\s\S]*<\/style>\s*/, "")
    .replace(/ class="[^"]*"/g, "")
    .replace(/^<svg[^>]*>/, (head) => `${head}\n<title>${title}</title>`);
}
