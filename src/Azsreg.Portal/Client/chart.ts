// Draws the figures of <Chart> with ECharts. It is a chunk of its own, fetched only where a page has a figure.
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, LabelLayout, CanvasRenderer]);

interface Series { name: string; colour: number; values: (number | null)[] }
interface Data { kind: "bar" | "stacked" | "line"; unit: string; categories: string[]; series: Series[] }

interface Drawing { chart: EChartsType; source: string; width: number; show: () => void }

const drawings = new WeakMap<HTMLElement, Drawing>();
// One for all figures: a figure that is gone takes its drawing with it.
const resized = new ResizeObserver(entries => {
  for (const { target } of entries) {
    const drawing = drawings.get(target as HTMLElement);
    // It tells of its beginning, too.
    if (!drawing || drawing.width === target.clientWidth)
      continue;
    drawing.width = target.clientWidth;
    drawing.chart.resize();
    drawing.show();
  }
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  document.querySelectorAll<HTMLElement>("[data-chart-place]").forEach(place => drawings.get(place)?.show());
});
const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 4 });
const short = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });

/** Draws a figure; one that was drawn before is only drawn anew where its numbers have changed. */
export function draw(figure: HTMLElement): void {
  const source = figure.querySelector('script[type="application/json"]')?.textContent;
  const place = figure.querySelector<HTMLElement>("[data-chart-place]");
  if (!source || !place)
    return;
  // Before it is drawn: what is not displayed has no size.
  figure.classList.add("drawn");
  const before = drawings.get(place);
  if (before?.source === source)
    return;
  const data = JSON.parse(source) as Data;
  const chart = before?.chart ?? init(place);
  const show = () => chart.setOption(optionsOf(data, getComputedStyle(figure), place.clientWidth), true);
  drawings.set(place, { chart, source, width: place.clientWidth, show });
  show();
  if (!before)
    resized.observe(place);
}

/** How many rows a legend has, roughly: the chart itself begins below it. */
function legendRows(names: string[], width: number): number {
  let [rows, used] = [1, 0];
  for (const name of names) {
    const one = 28 + name.length * 7;
    if (used > 0 && used + one > width)
      [rows, used] = [rows + 1, 0];
    used += one;
  }
  return rows;
}

function optionsOf(data: Data, style: CSSStyleDeclaration, width: number) {
  // Few categories are names, each worth reading; many are days, of which some will do.
  const few = data.categories.length <= 13;
  // Where the axis names each series, a legend would name them a second time.
  const hasLegend = data.series.length > 1 && !data.series.every(one => data.categories.includes(one.name));
  const top = hasLegend ? 34 + 18 * legendRows(data.series.map(one => one.name), width) : 32;
  const token = (name: string) => style.getPropertyValue(name).trim();
  const text = { color: token("--colorNeutralForeground2"), fontFamily: style.fontFamily, fontSize: 12 };
  const line = token("--colorNeutralStroke2");
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 300,
    aria: { enabled: true },
    textStyle: text,
    grid: { left: 8, right: 16, top, bottom: 8, containLabel: true },
    legend: hasLegend
      ? { type: "plain" as const, left: 0, top: 0, icon: "roundRect", itemWidth: 10, itemHeight: 10, textStyle: text }
      : undefined,
    // Rich text: what ECharts builds as HTML has style attributes, which the page's policy refuses.
    tooltip: {
      trigger: "axis" as const, renderMode: "richText" as const, confine: true,
      axisPointer: { type: data.kind === "line" ? "line" as const : "shadow" as const },
      backgroundColor: token("--colorNeutralBackground1"), borderColor: line, textStyle: text,
      valueFormatter: (value: unknown) => value === null || value === undefined ? "none" : `${number.format(Number(value))} ${data.unit}`,
    },
    xAxis: {
      type: "category" as const, data: data.categories, axisTick: { show: false }, axisLine: { lineStyle: { color: line } },
      axisLabel: few
        ? { ...text, interval: 0, width: Math.max(32, (width - 72) / data.categories.length - 12), overflow: "break" as const, lineHeight: 16 }
        : { ...text, hideOverlap: true },
    },
    yAxis: {
      type: "value" as const, min: data.kind === "line" ? undefined : 0, name: data.unit,
      nameTextStyle: { ...text, align: "left" as const }, splitLine: { lineStyle: { color: line } },
      axisLabel: { ...text, formatter: (value: number) => short.format(value) },
    },
    series: data.series.map(one => ({
      name: one.name, data: one.values, type: data.kind === "line" ? "line" as const : "bar" as const,
      stack: data.kind === "stacked" ? "all" : undefined, barMaxWidth: 32, showSymbol: data.categories.length < 40,
      color: token(`--chart-${one.colour}`),
    })),
  };
}
