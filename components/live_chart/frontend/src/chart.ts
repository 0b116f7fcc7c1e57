// One card: title, legend and a uPlot that keeps its zoom while points arrive.

import uPlot from "uplot";

import { element, setText } from "./dom";
import { align, downsample, type Line, type Range } from "./downsample";
import { count, figure } from "./progress";
import { isEnded } from "./protocol";
import { axisEnd, bestOf, type Best, type ChartSpec, type Columns, type RunView, valueAt } from "./series";
import { palette } from "./theme";

const TALL_PX = 204;
const SMALL_PX = 148;
const FONT = "11px Inter, system-ui, sans-serif";
const WHOLE = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10000, 100000];
const PARTS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];

function line(columns: Columns, key: string): Line {
  return { x: columns.x, y: columns.values[key] ?? [] };
}

function logarithmic(source: Line): Line {
  return { x: source.x, y: source.y.map((value) => (value !== null && value > 0 ? value : null)) };
}

export class Chart {
  readonly card: HTMLElement;
  private readonly holder = element("div", "plot");
  private readonly legend: Record<"train" | "validation" | "best", HTMLElement>;
  private readonly toggle = element("button", "toggle", "Log");
  private readonly resize: ResizeObserver;
  private readonly height: number;
  private plot: uPlot | null = null;
  private run: RunView | null = null;
  private zoom: Range | null = null;
  private log = false;
  private hovered: number | null = null;
  private best: Best | null = null;

  constructor(
    readonly spec: ChartSpec,
    private readonly root: HTMLElement,
  ) {
    this.height = spec.key === "loss" ? TALL_PX : SMALL_PX;
    this.legend = { train: element("b"), validation: element("b"), best: element("span", "best") };
    this.toggle.type = "button";
    this.toggle.title = "Logarithmic scale";
    this.toggle.setAttribute("aria-label", `Log scale, ${spec.title}`);
    this.toggle.addEventListener("click", () => this.setLog(!this.log));
    this.holder.style.display = "grid"; // before the stylesheet arrives a block would measure a wrong width
    this.holder.style.height = `${this.height}px`;
    this.holder.setAttribute("role", "img");
    this.card = element("section", spec.key === "loss" ? "card chart wide" : "card chart", this.head(), this.holder);
    this.card.dataset["chart"] = spec.key;
    this.resize = new ResizeObserver(() => this.fitWidth());
    this.resize.observe(this.holder);
    this.setLog(false);
  }

  private head(): HTMLElement {
    const item = (name: "train" | "validation") =>
      element("span", `item ${name}`, element("i", "key"), element("span", "word", name), this.legend[name]);
    const figures = element("span", "figures", item("train"), item("validation"));
    const title = element("h3", "", this.spec.title);
    title.title = this.spec.title; // a long one is cut off, before the figures are
    return element("header", "head", title, element("span", "legend", figures, this.legend.best), this.toggle);
  }

  /** Draws what is known now. */
  update(run: RunView): void {
    this.run = run;
    this.best = bestOf(run, this.spec.key);
    this.showLegend();
    if (this.plot) this.redraw();
    else this.draw();
  }

  /** Draws anew in the colours of the theme. */
  recolour(): void {
    this.destroyPlot();
    this.draw();
  }

  destroy(): void {
    this.resize.disconnect();
    this.destroyPlot();
  }

  private destroyPlot(): void {
    this.plot?.destroy();
    this.plot = null;
  }

  private setLog(on: boolean): void {
    this.log = on;
    this.toggle.setAttribute("aria-pressed", String(on));
    this.destroyPlot();
    this.draw();
  }

  private setZoom(zoom: Range | null): void {
    this.zoom = zoom;
    this.card.dataset["zoomed"] = String(zoom !== null);
    this.redraw();
  }

  private fullRange(): Range {
    const run = this.run;
    const last = Math.max(run?.steps.x.at(-1) ?? 0, run?.epochs.x.at(-1) ?? 0);
    const ended = run?.state != null && isEnded(run.state);
    return [0, axisEnd(last, run?.plan?.epochs ?? 1, ended)];
  }

  private data(): uPlot.AlignedData {
    if (!this.run) return [[], [], [], []];
    const { steps, epochs } = this.run;
    const raw = [line(steps, this.spec.key), line(epochs, this.spec.key), line(epochs, `val_${this.spec.key}`)];
    const lines = this.log ? raw.map(logarithmic) : raw;
    return align(lines.map((one) => downsample(one, this.zoom))) as uPlot.AlignedData;
  }

  private redraw(): void {
    const plot = this.plot;
    if (!plot) return;
    const [min, max] = this.zoom ?? this.fullRange();
    plot.batch(() => {
      plot.setData(this.data(), false);
      plot.setScale("x", { min, max });
    });
    this.holder.setAttribute("aria-label", `${this.spec.title}: ${this.card.querySelector(".legend")?.textContent ?? ""}`);
  }

  private fitWidth(): void {
    const width = this.holder.clientWidth;
    if (width === 0) return;
    if (!this.plot) this.draw();
    else if (this.plot.width !== width) this.plot.setSize({ width, height: this.height });
  }

  private draw(): void {
    const width = this.holder.clientWidth;
    if (width === 0 || !this.run) return;
    this.plot = new uPlot(this.options(width), this.data(), this.holder);
    this.redraw();
  }

  private options(width: number): uPlot.Options {
    const colours = palette(this.root);
    const axis = { stroke: colours.text, font: FONT, grid: { stroke: colours.line, width: 1 }, ticks: { show: false } };
    const single = { show: (_: uPlot, index: number) => this.isSinglePoint(index), size: 6 };
    const points = (colour: string) => ({ ...single, stroke: colour, fill: colour });
    return {
      width,
      height: this.height,
      legend: { show: false },
      padding: [6, (plot) => labelOverhang(plot), 0, 0],
      scales: { x: { time: false, auto: false }, y: { distr: this.log ? 3 : 1, range: (_, low, high) => this.yRange(low, high) } },
      axes: [
        { ...axis, size: 24, gap: 4, incrs: [...PARTS, ...WHOLE] },
        { ...axis, size: 44, gap: 6, space: 32, values: (_, ticks) => ticks.map((tick) => (tick === null ? "" : short(tick))) },
      ],
      series: [
        {},
        { stroke: colours.batches, width: 1, points: points(colours.train) },
        { stroke: colours.train, width: 2, points: points(colours.train) },
        { stroke: colours.validation, width: 2, dash: [5, 4], points: points(colours.validation) },
      ],
      cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false }, bind: { dblclick: () => () => this.resetZoom() } },
      hooks: {
        setSelect: [(plot) => this.takeSelection(plot)],
        setCursor: [(plot) => this.hover(plot)],
        draw: [(plot) => this.drawBest(plot)],
      },
    };
  }

  /** A line of one point would be invisible. */
  private isSinglePoint(index: number): boolean {
    const column = this.plot?.data[index];
    return column !== undefined && [...column].filter((value) => value != null).length === 1;
  }

  private yRange(low: number | null, high: number | null): [number, number] {
    if (low === null || high === null) return this.log ? [0.1, 1] : [0, 1];
    if (this.log) return [roundDown(low), -roundDown(-high)];
    const margin = low === high ? Math.abs(low) * 0.1 || 0.5 : (high - low) * 0.08;
    return [low >= 0 && low < margin * 2 ? 0 : low - margin, high + margin];
  }

  private takeSelection(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < 4) return;
    const zoom: Range = [plot.posToVal(left, "x"), plot.posToVal(left + width, "x")];
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.setZoom(zoom);
  }

  private resetZoom(): null {
    this.setZoom(null);
    return null;
  }

  private hover(plot: uPlot): void {
    const left = plot.cursor.left ?? -1;
    this.hovered = left < 0 ? null : plot.posToVal(left, "x");
    this.showLegend();
  }

  private showLegend(): void {
    const run = this.run;
    if (!run) return;
    const trained = valueAt(run.epochs, this.spec.key, this.hovered);
    const latest = trained ?? valueAt(run.steps, this.spec.key, this.hovered);
    setText(this.legend.train, figure(latest));
    setText(this.legend.validation, figure(valueAt(run.epochs, `val_${this.spec.key}`, this.hovered)));
    this.card.dataset["validation"] = String(run.epochs.values[`val_${this.spec.key}`] !== undefined);
    setText(this.legend.best, this.bestText(run));
  }

  private bestText(run: RunView): string {
    if (this.hovered !== null && run.epochs.x.length > 0) return `epoch ${count(nearest(run.epochs.x, this.hovered))}`;
    if (!this.best) return "";
    if (this.spec.key !== "loss") return `best ${figure(this.best.y)}`;
    const kept = run.plan?.keeps_best ? ", weights kept" : "";
    return `best ${figure(this.best.y)} at epoch ${count(this.best.x)}${kept}`;
  }

  private drawBest(plot: uPlot): void {
    if (!this.best) return;
    const colours = palette(this.root);
    const { ctx, bbox } = plot;
    const x = plot.valToPos(this.best.x, "x", true);
    const y = plot.valToPos(this.best.y, "y", true);
    if (x < bbox.left || x > bbox.left + bbox.width || y < bbox.top || y > bbox.top + bbox.height) return;
    ctx.save();
    ctx.setLineDash([]); // the dash of the validation line would stay
    ctx.lineWidth = 2 * uPlot.pxRatio;
    ctx.strokeStyle = this.best.validation ? colours.validation : colours.train;
    ctx.fillStyle = colours.surface;
    ctx.beginPath();
    ctx.arc(x, y, 4 * uPlot.pxRatio, 0, 2 * Math.PI);
    ctx.fill();
    ctx.stroke();
    ctx.restore();
  }
}

/** Half of the last figure below the x axis may stand beyond it. */
function labelOverhang(plot: uPlot): number {
  return 8 + 3.4 * count(plot.scales["x"]?.max ?? 0).length;
}

function nearest(x: readonly number[], value: number): number {
  return x.reduce((best, one) => (Math.abs(one - value) < Math.abs(best - value) ? one : best));
}

/** Away from zero for a negative number, towards zero for a positive one: to 1, 2 or 5 times a power of ten. */
function roundDown(value: number): number {
  const size = Math.abs(value);
  const power = 10 ** Math.floor(Math.log10(size));
  const steps = [1, 2, 5, 10].map((step) => step * power);
  return value < 0 ? -(steps.find((step) => step >= size) ?? size) : (steps.findLast((step) => step <= size) ?? size);
}

function short(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(0);
  return String(Number(value.toPrecision(4)));
}
