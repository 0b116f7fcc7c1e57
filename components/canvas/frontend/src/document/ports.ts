/** Ports of a node: the tensor arguments of its call, from the catalogue, and what is wired into each. */
import type { Document, Entry, Graph, Json, Node, Port, Reference } from "../protocol";
import { NODE_SIZE } from "./place";
import { asLeaf, asReference } from "./walk";

export interface Slot {
  /** Stable id of the port, used as React Flow's handle id: `value`, or `inputs:1` for the second of a list. */
  id: string;
  port: Port;
  /** Place in the list of a variadic port, null for the others. */
  index: number | null;
  source: Reference | null;
}

const ANY_INPUT: Port = { name: "inputs", arg: 0, variadic: false, required: true };

/** The ports of a node's class; a sub-model has one per input, an unknown class what its call wires. */
export function portsOf(document: Document, graph: Graph, node: Node, entries: Map<string, Entry>): Port[] {
  const layer = node.layer ? graph.layers[node.layer] : undefined;
  if (layer?.definition) {
    const inner = document.definitions[layer.definition]?.graph;
    return (inner?.inputs ?? []).map((id, arg) => {
      const name = inner?.layers[inner.nodes[id]?.layer ?? ""]?.name ?? `input ${arg + 1}`;
      return { name, arg, variadic: false, required: true };
    });
  }
  const entry = layer ? entries.get(layer.class_name) : undefined;
  if (entry) return entry.ports;
  return node.args.map((tree, arg) => ({ ...ANY_INPUT, arg, name: `input ${arg + 1}`, variadic: Array.isArray(tree) }));
}

function treeAt(node: Node, port: Port): Json {
  return (port.arg === null ? node.kwargs[port.name] : node.args[port.arg]) ?? null;
}

/**
 * One slot per port; a list has one per wired tensor. Ports by keyword (masks, states) and one more place in a list
 * show only while a wire is dragged (`growing`), so that a quiet node has the ports it needs.
 */
export function slotsOf(node: Node, ports: Port[], growing = false): Slot[] {
  return ports.flatMap((port): Slot[] => {
    const tree = treeAt(node, port);
    if (!port.variadic) {
      const source = asReference(tree);
      return port.arg === null && !source && !growing ? [] : [{ id: port.name, port, index: null, source }];
    }
    const items = Array.isArray(tree) ? tree : tree === null ? [] : [tree];
    const least = port.arg === null ? 0 : 2;
    const hasFree = items.length < least || items.some((item) => !asReference(item));
    const count = Math.max(least, items.length) + (growing && !hasFree ? 1 : 0);
    return Array.from({ length: count }, (_, index) => ({
      id: `${port.name}:${index}`,
      port,
      index,
      source: asReference(items[index]),
    }));
  });
}

/** What stands above the port: the argument's name, or its part of a list named "query, value, key". */
export function slotLabel(slot: Slot): string {
  const parts = slot.port.name.split(", ");
  return slot.index === null ? slot.port.name : (parts[slot.index] ?? parts[0]);
}

function withTree(node: Node, port: Port, tree: Json | undefined): Node {
  if (port.arg === null) {
    const kwargs = { ...node.kwargs };
    if (tree === undefined || tree === null) delete kwargs[port.name];
    else kwargs[port.name] = tree;
    return { ...node, kwargs };
  }
  const args: Json[] = [...node.args];
  while (args.length <= port.arg) args.push(null);
  args[port.arg] = tree ?? null;
  while (args.length > 0 && args[args.length - 1] === null) args.pop();
  return { ...node, args };
}

/** The node with `source` wired into the slot; null takes the wire out. A list closes the gap that is left. */
export function wireSlot(node: Node, slot: Pick<Slot, "port" | "index">, source: Reference | null): Node {
  const { port, index } = slot;
  if (!port.variadic || index === null) return withTree(node, port, source ? asLeaf(source) : null);
  const tree = treeAt(node, port);
  const items: Json[] = Array.isArray(tree) ? [...tree] : tree === null ? [] : [tree];
  while (items.length < index) items.push(null);
  items[index] = source ? asLeaf(source) : null;
  // A list holds wired tensors only: Keras would refuse a hole, and order is all that it means.
  const wired = items.filter((item) => item !== null);
  return withTree(node, port, wired.length > 0 ? wired : null);
}

/** Where slots stand along the edge, in parts of it: those that only a drag shows go to the right, and none of the others moves. */
export function placesOf(slots: Slot[], quiet: Slot[]): number[] {
  const known = new Set(quiet.map((slot) => slot.id));
  const extras = slots.length - known.size;
  let [old, fresh] = [0, 0];
  return slots.map((slot) => (known.has(slot.id) ? ++old : known.size + ++fresh / (extras + 1)) / (known.size + 1));
}

const CHARACTER_PX = 6.3;
const GAP_PX = 4;

/** Which labels stand a line higher, because they would run into the one before them. */
export function raisedLabels(labels: string[], places: number[]): boolean[] {
  let end = -Infinity;
  return labels.map((label, index) => {
    const half = (label.length * CHARACTER_PX) / 2;
    const middle = places[index] * NODE_SIZE.width;
    const isRaised = middle - half < end + GAP_PX;
    if (!isRaised) end = middle + half;
    return isRaised;
  });
}

/**
 * The slot a wire dropped anywhere on the node goes to: the first free one, else a new one of a list.
 * A mask or a state is never meant by that: its port must be aimed at.
 */
export function firstFreeSlot(node: Node, ports: Port[]): Slot | null {
  return slotsOf(node, ports, true).find((slot) => slot.source === null && slot.port.arg !== null) ?? null;
}
