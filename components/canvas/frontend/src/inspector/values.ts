/** Between the text in a field and the value in a config. Pure: what is allowed beyond the form, the engine judges. */
import type { Json, Parameter } from "../protocol";

export type Parsed = { value: Json } | { error: string };
export type TextKind = "integer" | "float" | "string" | "tuple" | "integers" | "floats" | "shape" | "seed";

const INTEGER = /^[+-]?\d+$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const EMPTY = /^(none|null)?$/i;

export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Whether a config says something else than Keras' default; arguments without default are never "changed". */
export function isChanged(parameter: Parameter, config: Record<string, Json>): boolean {
  if (parameter.required || !(parameter.name in config)) return false;
  return !sameJson(config[parameter.name], parameter.default);
}

export function valueOf(parameter: Parameter, config: Record<string, Json>): Json {
  return parameter.name in config ? config[parameter.name] : parameter.default;
}

/** Small and large numbers as Keras users write them: 1e-4, not 0.0001. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e15)) return value.toExponential().replace("e+", "e");
  return String(value);
}

function formatItem(value: Json): string {
  if (value === null) return "None";
  return typeof value === "number" ? formatNumber(value) : typeof value === "string" ? value : JSON.stringify(value);
}

function formatList(value: Json): string {
  if (!Array.isArray(value)) return formatItem(value);
  return value.map((item) => (Array.isArray(item) ? `(${item.map(formatItem).join(", ")})` : formatItem(item))).join(", ");
}

/** The text of a value; `None` of a nullable field is an empty text with a placeholder. */
export function formatValue(kind: TextKind, value: Json): string {
  if (kind === "shape") return formatList(Array.isArray(value) ? value.slice(1) : value);
  if (value === null) return "";
  if (kind === "float" && typeof value === "number" && Number.isInteger(value)) return value.toFixed(1);
  return formatList(value);
}

function parseInteger(text: string): Parsed {
  if (!INTEGER.test(text)) return { error: "Write a whole number, such as 32." };
  const value = Number(text);
  return Number.isSafeInteger(value) ? { value } : { error: "This number is too large to be exact." };
}

function parseFloat(text: string): Parsed {
  if (!NUMBER.test(text)) return { error: "Write a number, such as 0.5 or 1e-4." };
  const value = Number(text);
  return Number.isFinite(value) ? { value } : { error: "This number is too large." };
}

/** "3, 3" or "(3, 3)" → its parts; pairs such as "(1, 1), (0, 0)" stay together. */
function parts(text: string): string[] {
  const found = [""];
  let depth = 0;
  for (const sign of text) {
    if ("([".includes(sign)) depth += 1;
    if (")]".includes(sign)) depth -= 1;
    if (sign === "," && depth === 0) found.push("");
    else found[found.length - 1] += sign;
  }
  const whole = found.map((part) => part.trim()).filter((part) => part !== "");
  const [only] = whole;
  return whole.length === 1 && /^[([].*[)\]]$/.test(only) ? parts(only.slice(1, -1)) : whole;
}

function parseList(text: string, item: (part: string) => Parsed): Parsed {
  const values: Json[] = [];
  for (const part of parts(text)) {
    const parsed = /^[([]/.test(part) ? parseList(part, item) : item(part);
    if ("error" in parsed) return parsed;
    values.push(parsed.value);
  }
  return { value: values };
}

/** One number stays one number; anything with a comma or a bracket is a list. */
function parseOneOrMany(text: string, item: (part: string) => Parsed): Parsed {
  const isList = /[,([]/.test(text);
  return isList ? parseList(text, item) : item(text);
}

function parseTuple(text: string, length: number | null): Parsed {
  const parsed = parseOneOrMany(text, parseInteger);
  if ("error" in parsed || !Array.isArray(parsed.value)) return parsed;
  if (length !== null && parsed.value.length !== length) {
    const axes = length === 1 ? "one whole number" : `one whole number, or ${length} with commas, such as ${new Array(length).fill(3).join(", ")}`;
    return { error: `Write ${axes}.` };
  }
  return parsed;
}

function parseDimension(text: string): Parsed {
  if (/^(none|null|\?|\*)$/i.test(text)) return { value: null };
  const parsed = parseInteger(text);
  return "error" in parsed ? { error: "Write sizes with commas, None where a size may vary: 28, 28, 1." } : parsed;
}

/** The value that a text stands for, or one sentence about what to write. `old` keeps a shape's batch size. */
export function parseValue(parameter: Parameter, kind: TextKind, raw: string, old: Json = null): Parsed {
  const text = raw.trim();
  if (kind === "shape") {
    const parsed = parseList(text, parseDimension);
    if ("error" in parsed) return parsed;
    return { value: [Array.isArray(old) ? (old[0] ?? null) : null, ...(parsed.value as Json[])] };
  }
  if (EMPTY.test(text)) {
    if (parameter.nullable || kind === "seed") return { value: null };
    if (kind === "string") return { value: raw };
    return { error: "A value is needed here." };
  }
  if (kind === "integer" || kind === "seed") return parseInteger(text);
  if (kind === "float") return parseFloat(text);
  if (kind === "tuple") return parseTuple(text, parameter.length);
  if (kind === "integers") return parseOneOrMany(text, parseItemOrNone);
  if (kind === "floats") return parseOneOrMany(text, parseFloat);
  return { value: raw };
}

function parseItemOrNone(text: string): Parsed {
  if (/^none$/i.test(text)) return { value: null };
  const parsed = parseInteger(text);
  return "error" in parsed ? { error: "Write whole numbers with commas, such as 2, 1." } : parsed;
}

/** One press of − or +: whole numbers by 1, others by a tenth of their size. */
export function stepped(value: number, direction: 1 | -1, whole: boolean): number {
  if (whole) return value + direction;
  const step = value === 0 ? 0.1 : 10 ** Math.floor(Math.log10(Math.abs(value)) - (direction < 0 && isPowerOfTen(value) ? 1 : 0));
  return Number((value + direction * Math.min(step, 0.1)).toPrecision(12));
}

function isPowerOfTen(value: number): boolean {
  return Number.isInteger(Number(Math.log10(Math.abs(value)).toFixed(9)));
}

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

/** Why a layer or an output may not have this name, or an empty text. */
export function nameProblem(name: string, taken: readonly string[]): string {
  if (name === "") return "A name is needed.";
  if (!NAME.test(name)) return "Use a letter first, then letters, digits and _, at most 64 in all.";
  return taken.includes(name) ? `${name} is taken. Choose another name.` : "";
}
