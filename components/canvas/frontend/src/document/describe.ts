/** Short words for a layer and its tensors. Everything follows from the catalogue; no layer is named here. */
import type { Document, Entry, Json, Layer, Parameter, TensorSpec } from "../protocol";

const MINUS = "\u2212";
const TIMES = "\u00d7";

// Made once: toLocaleString makes one at each call, 1 ms for the nodes of an edit.
const COUNTS = new Intl.NumberFormat("en-US");

export const formatCount = (count: number): string => COUNTS.format(count);

function formatNumber(value: number): string {
  const text = Number.isInteger(value) && Math.abs(value) >= 1000 ? formatCount(value) : String(value);
  return text.replace("-", MINUS);
}

/** A config value in a few characters; null when it needs an editor to be read. */
export function formatValue(value: Json | undefined): string | null {
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "number")) {
    return value.map((item) => formatNumber(item as number)).join(TIMES);
  }
  if (value !== null && typeof value === "object" && !Array.isArray(value) && typeof value.class_name === "string") {
    return value.class_name;
  }
  return null;
}

const SIZES = new Set(["integer", "number", "float"]);

function requiredWords(given: [Parameter, string][]): string[] {
  const sizes = given.filter(([parameter]) => SIZES.has(parameter.kind));
  const others = given.filter(([parameter]) => !SIZES.has(parameter.kind)).map(([parameter, text]) =>
    // A window of one number is square: Keras repeats it along every axis.
    parameter.kind === "tuple" && !text.includes(TIMES) ? `${text}${TIMES}${text}` : text,
  );
  if (sizes.length === 0) return others;
  const [first] = sizes;
  if (sizes.length > 1) return [sizes.map(([, text]) => text).join(` ${TIMES} `), ...others];
  const isCount = first[0].kind === "integer";
  const name = first[1] === "1" ? first[0].name.replace(/s$/, "") : first[0].name;
  const alone = given.length === 1;
  return [alone && name.length <= 6 ? (isCount ? `${first[1]} ${name}` : `${name} ${first[1]}`) : first[1], ...others];
}

/** The second line of a node: its class and at most two arguments that matter. */
export function describeLayer(layer: Layer, entry: Entry | undefined, document?: Document): string {
  if (layer.definition) {
    const graph = document?.definitions[layer.definition]?.graph;
    const count = graph ? Object.keys(graph.layers).length - graph.inputs.length : 0;
    return `Block · ${count} ${count === 1 ? "layer" : "layers"}`;
  }
  if (!entry) return layer.class_name;
  const words: [Parameter, string][] = [];
  const changed: string[] = [];
  for (const parameter of entry.parameters) {
    const value = layer.config[parameter.name];
    const text = formatValue(value);
    if (text === null || parameter.kind === "shape" || text.length > 18) continue;
    if (parameter.required) words.push([parameter, text]);
    else if (isChanged(layer, parameter) && parameter.group === "Main") {
      const isWord = typeof value === "string";
      changed.push(isWord ? text : `${parameter.name} ${text}`);
    }
  }
  const main = requiredWords(words);
  const isSingle = main.length === 1 && changed.length > 0;
  const short = isSingle ? [main[0].replace(/ units?$/, "")] : main;
  return [entry.class_name === layer.class_name ? title(entry, layer) : layer.class_name, ...short, ...changed].slice(0, 3).join(" · ");
}

/** An input is called by its first other public name ("Input"), and says what it takes. */
function title(entry: Entry, layer: Layer): string {
  if (entry.ports.length > 0) return entry.class_name;
  const { dtype } = layer.config;
  return `${entry.aliases[0] ?? entry.class_name} · ${typeof dtype === "string" ? dtype : "float32"}`;
}

export function isChanged(layer: Layer, parameter: Parameter): boolean {
  if (!(parameter.name in layer.config)) return false;
  return JSON.stringify(layer.config[parameter.name]) !== JSON.stringify(parameter.default);
}

/** A shape in three parts: what is grey, what is read, what is grey again. */
export function shapeParts(spec: TensorSpec | undefined): [string, string, string] | null {
  if (!spec) return null;
  const [batch, ...rest] = spec.shape;
  if (spec.shape.length === 0) return ["", "()", ""];
  const inner = rest.map((size) => (size === null ? "None" : String(size))).join(", ");
  const head = `(${batch === null ? "None" : batch}${rest.length > 0 ? "" : ","}`;
  return [head, rest.length > 0 ? `, ${inner}` : "", ")"];
}

/** What a wire carries: `96`, `32 steps × 64`, `28×28×1`. */
export function wireLabel(spec: TensorSpec | undefined): string {
  if (!spec) return "?";
  const sizes = spec.shape.slice(1).map((size) => (size === null ? "?" : String(size)));
  if (sizes.length === 0) return "1";
  if (sizes.length === 2) return `${sizes[0]} steps ${TIMES} ${sizes[1]}`;
  return sizes.join(TIMES);
}
