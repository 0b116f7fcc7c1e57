/** Keras objects inside a config: a short name ("he_normal"), or class and arguments. Pure. */
import type { Entry, Json } from "../protocol";
import { sameJson } from "./values";

export interface KerasObject {
  className: string;
  config: Record<string, Json>;
}

type Dict = { [key: string]: Json };

export function isDict(value: Json | undefined): value is Dict {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** `{"$hp": "units * 2"}`: the value comes from a hyper-parameter. */
export function hyperparameter(value: Json | undefined): string | null {
  return isDict(value) && typeof value.$hp === "string" ? value.$hp : null;
}

const bare = (name: string) => name.toLowerCase().replace(/_/g, "");

export function findEntry(entries: readonly Entry[], name: string): Entry | null {
  return (
    entries.find((entry) => entry.class_name === name || (entry.identifier !== "" && entry.identifier === name)) ??
    entries.find((entry) => [entry.class_name, entry.identifier, ...entry.aliases].some((known) => bare(known) === bare(name))) ??
    null
  );
}

/** What a config value stands for; null for None and for what is not a Keras object. */
export function readObject(value: Json, entries: readonly Entry[]): KerasObject | null {
  if (typeof value === "string") {
    return { className: findEntry(entries, value)?.class_name ?? value, config: {} };
  }
  if (!isDict(value) || typeof value.class_name !== "string") return null;
  return { className: value.class_name, config: isDict(value.config) ? value.config : {} };
}

function differing(entry: Entry, config: Record<string, Json>): Record<string, Json> {
  const known = new Map(entry.parameters.map((parameter) => [parameter.name, parameter]));
  const kept = Object.entries(config).filter(([key, value]) => {
    const parameter = known.get(key);
    return !parameter || parameter.required || !sameJson(value, parameter.default);
  });
  return Object.fromEntries(kept);
}

/** As it stands in a config: the short name while all is default, else the serialized form. */
export function writeObject(entry: Entry, config: Record<string, Json>): Json {
  const kept = differing(entry, config);
  if (Object.keys(kept).length === 0 && entry.identifier !== "") return entry.identifier;
  return { module: entry.module, class_name: entry.class_name, config: kept };
}

/** A layer inside a layer is always written out: Keras has no short names for layers. */
export function writeLayer(entry: Entry, config: Record<string, Json>): Json {
  return { module: entry.module, class_name: entry.class_name, config };
}

/** What a freshly chosen class starts with. */
export function startOf(entry: Entry): Record<string, Json> {
  const started = entry.parameters.filter((parameter) => (parameter.start ?? null) !== null);
  return Object.fromEntries(started.map((parameter) => [parameter.name, parameter.start ?? null]));
}

/** "1e-4" behind "L2": the arguments that are not default, in short. */
export function briefConfig(config: Record<string, Json>): string {
  const values = Object.values(config).filter((value) => value !== null && typeof value !== "object");
  return values.map((value) => (typeof value === "number" && value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : String(value))).join(", ");
}
