/** Fresh ids and names. */
import type { Graph } from "../protocol";

/** The first free `<prefix><number>`; numbers are never reused below the highest. */
export function freshId(prefix: string, taken: Iterable<string>): string {
  let highest = 0;
  for (const id of taken) {
    const number = id.startsWith(prefix) ? Number(id.slice(prefix.length)) : NaN;
    if (Number.isInteger(number) && number > highest) highest = number;
  }
  return `${prefix}${highest + 1}`;
}

/** `name`, or `name_2` and so on: the first that is not taken. */
export function freshName(name: string, taken: Iterable<string>): string {
  const used = new Set(taken);
  if (!used.has(name)) return name;
  const base = name.replace(/_\d+$/, "").slice(0, 58) || "layer";
  let number = 2;
  while (used.has(`${base}_${number}`)) number += 1;
  return `${base}_${number}`;
}

/** `name_1`, `name_2` and so on: the first that is not taken. For things of one kind that share a name. */
export function numberedName(name: string, taken: Iterable<string>): string {
  const used = new Set(taken);
  let number = 1;
  while (used.has(`${name.slice(0, 58)}_${number}`)) number += 1;
  return `${name.slice(0, 58)}_${number}`;
}

/** The name Keras itself would give a layer of this class: `Conv2DTranspose` is `conv2d_transpose`. */
export function snakeName(className: string): string {
  return className
    .replace(/\W+/g, "")
    .replace(/(.)([A-Z][a-z0-9]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

/** Names that a new layer must not have: those of layers, and those of outputs, which Keras gives to their branches. */
export function takenNames(graph: Graph): string[] {
  return [...layerNames(graph), ...graph.outputs.map((output) => output.name)];
}

export function layerNames(graph: Graph): string[] {
  return Object.values(graph.layers).map((layer) => layer.name);
}
