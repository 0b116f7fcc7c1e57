// The whole component: progress, charts, log. Elements are made once and updated in place.

import { Chart } from "./chart";
import { downloadIcon, element, setText } from "./dom";
import { logLine, progress } from "./progress";
import { applyAnswer, chartSpecs, emptyRun, type RunView } from "./series";
import { isDark } from "./theme";
import { isEnded, type EventsAnswer } from "./protocol";

const MOST_LOG_LINES = 500;
const EMPTY = "No steps yet. The first point appears after the first batches.";
const NEVER = "Nothing was trained, so there are no curves.";

export class View {
  readonly root = element("div", "live");
  private readonly run: RunView = emptyRun();
  private readonly title = element("span", "title");
  private readonly facts = element("span", "facts");
  private readonly fill = element("div", "fill");
  private readonly bar = element("div", "bar", this.fill);
  private readonly trouble = element("p", "trouble");
  private readonly empty = element("section", "card empty");
  private readonly charts = element("div", "charts");
  private readonly log = element("div", "log");
  private readonly charted = new Map<string, Chart>();
  private logged = 0;
  private answeredAt = performance.now();
  private dark: boolean | null = null;

  constructor(private readonly host: Element) {
    this.root.style.display = "grid";
    this.title.setAttribute("aria-live", "polite");
    this.bar.setAttribute("role", "progressbar");
    this.bar.setAttribute("aria-label", "Training progress");
    this.trouble.setAttribute("role", "status");
    this.trouble.hidden = true;
    this.log.tabIndex = 0;
    this.log.setAttribute("aria-label", "Log, newest first");
    const head = element("section", "card progress", element("div", "row", this.title, this.facts), this.bar, this.trouble);
    this.root.append(head, this.empty, this.charts, this.logCard());
    this.applyTheme();
    this.show();
  }

  private logCard(): HTMLElement {
    const save = element("button", "save", downloadIcon(), "Save log");
    save.type = "button";
    save.addEventListener("click", () => this.saveLog());
    return element("section", "card", element("header", "head", element("h2", "", "Log"), save), this.log);
  }

  applyTheme(): void {
    const dark = isDark(this.host);
    if (dark === this.dark) return;
    this.dark = dark;
    this.root.dataset["theme"] = dark ? "dark" : "light";
    for (const chart of this.charted.values()) chart.recolour();
  }

  apply(answer: EventsAnswer): void {
    this.trouble.hidden = true;
    if (answer.events.length > 0) this.answeredAt = performance.now();
    applyAnswer(this.run, answer);
    this.root.dataset["state"] = answer.state;
    this.show();
    if (answer.events.length > 0 || !this.empty.textContent) this.showCharts();
    this.showLog();
  }

  showTrouble(message: string): void {
    this.trouble.hidden = false;
    setText(this.trouble, message);
  }

  destroy(): void {
    for (const chart of this.charted.values()) chart.destroy();
  }

  private show(): void {
    const now = progress(this.run, (performance.now() - this.answeredAt) / 1000);
    const key = `${now.title}\n${now.detail}`;
    if (this.title.dataset["key"] !== key) {
      this.title.dataset["key"] = key;
      this.title.replaceChildren(element("b", "", now.title), ` ${now.detail}`);
    }
    this.facts.replaceChildren(...now.facts.flatMap((fact, index) => {
      const text = fact.strong ? element("b", "", fact.text) : fact.text;
      return index === 0 ? [text] : [" · ", text];
    }));
    this.root.dataset["tone"] = now.tone;
    this.bar.dataset["unknown"] = String(now.fraction === null);
    this.fill.style.width = now.fraction === null ? "" : `${(now.fraction * 100).toFixed(2)}%`;
    if (now.fraction === null) this.bar.removeAttribute("aria-valuenow");
    else this.bar.setAttribute("aria-valuenow", String(Math.round(now.fraction * 100)));
  }

  private showCharts(): void {
    const specs = chartSpecs(this.run);
    const known = specs.every((spec) => this.charted.get(spec.key)?.spec.title === spec.title);
    if (!known) this.makeCharts(specs);
    this.empty.hidden = specs.length > 0;
    setText(this.empty, this.run.state !== null && isEnded(this.run.state) ? NEVER : EMPTY);
    for (const chart of this.charted.values()) chart.update(this.run);
  }

  /** Keeps the cards that stand already: a metric that appears late must not cost another one its zoom. */
  private makeCharts(specs: ReturnType<typeof chartSpecs>): void {
    for (const spec of specs) {
      const old = this.charted.get(spec.key);
      if (old?.spec.title === spec.title) continue;
      old?.destroy();
      this.charted.set(spec.key, new Chart(spec, this.root));
    }
    this.charts.replaceChildren(...specs.map((spec) => (this.charted.get(spec.key) as Chart).card));
  }

  private showLog(): void {
    // Of a long log at once only what will stay: ten thousand rows would take a second.
    for (const event of this.run.log.slice(Math.max(this.logged, this.run.log.length - MOST_LOG_LINES))) {
      const line = logLine(event);
      const row = element("div", `entry ${line.level}`, line.text);
      this.log.prepend(row);
    }
    this.logged = this.run.log.length;
    while (this.log.childElementCount > MOST_LOG_LINES) this.log.lastElementChild?.remove();
  }

  private saveLog(): void {
    const text = this.run.log.map((event) => logLine(event).text).join("\n") + "\n";
    const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    const link = element("a");
    link.href = address;
    link.download = "log.txt";
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }
}
