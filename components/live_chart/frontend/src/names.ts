// How Keras' history keys ("val_match_auc") read as titles ("match · AUC"). No list of metrics: any name works.

const INITIALISMS = new Set(["auc", "mae", "mse", "mape", "msle", "rmse", "iou", "f1", "kl", "r2"]);
const COSTS = /(^|_)(loss|error|mae|mse|mape|msle|rmse|crossentropy|divergence|hinge|poisson|cosh)(_|$)/;

/** The outputs of a model with several: Keras keeps `<output>_loss` beside the summed `loss`. */
export function outputsOf(keys: readonly string[]): string[] {
  if (!keys.includes("loss")) return [];
  return keys.filter((key) => key.endsWith("_loss")).map((key) => key.slice(0, -"_loss".length));
}

/** "mean_absolute_error" → "mean absolute error", "auc" → "AUC". */
export function metricTitle(metric: string): string {
  const words = metric.split("_").filter(Boolean);
  return words.map((word) => (INITIALISMS.has(word.toLowerCase()) ? word.toUpperCase() : word)).join(" ");
}

/** "match_auc" → "match · AUC" when `match` is an output; the longest output that fits wins. */
export function chartTitle(key: string, outputs: readonly string[]): string {
  if (key === "loss") return "Loss";
  const owners = outputs.filter((output) => key.startsWith(`${output}_`)).sort((a, b) => b.length - a.length);
  const owner = owners[0];
  if (owner === undefined) return metricTitle(key);
  return `${owner} · ${metricTitle(key.slice(owner.length + 1))}`;
}

/** Whether the best value of this figure is its smallest. */
export function isLowerBetter(key: string): boolean {
  return COSTS.test(key);
}
