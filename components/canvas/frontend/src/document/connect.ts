/** Wires by their two ends, as the canvas knows them. */
import type { Document, Entry, Graph, Node } from "../protocol";
import { wire } from "./edits";
import { type Slot, firstFreeSlot, portsOf, slotsOf } from "./ports";
import { nodeReferences, reachable, successors } from "./walk";

export interface Wire {
  id: string;
  source: string;
  output: number;
  target: string;
  slot: string;
}

let memoGraph: Graph | null = null;
let memo = new Map<string, Set<string>>();

/** Whether a wire from `source` to `target` closes no circle. */
export function canConnect(graph: Graph, source: string, target: string): boolean {
  if (source === target) return false;
  if (graph !== memoGraph) {
    memoGraph = graph;
    memo = new Map();
  }
  let below = memo.get(target);
  if (!below) {
    below = reachable(target, successors(graph));
    memo.set(target, below);
  }
  return !below.has(source);
}

export const outputIndex = (handle: string | null | undefined): number => Number((handle ?? "o0").slice(1)) || 0;

/** The slot behind a handle's id; without one, the first that is free. */
export function slotAt(document: Document, graph: Graph, nodeId: string, handle: string | null, entries: Map<string, Entry>): Slot | null {
  const node = graph.nodes[nodeId];
  if (!node) return null;
  const ports = portsOf(document, graph, node, entries);
  if (!handle) return firstFreeSlot(node, ports) ?? slotsOf(node, ports)[0] ?? null;
  return slotsOf(node, ports, true).find((slot) => slot.id === handle) ?? null;
}

const cache = new WeakMap<Node, { entries: Map<string, Entry>; wires: Wire[] }>();

/** All wires of a graph; the same objects as long as a node's call is the same. */
export function wiresOf(document: Document, graph: Graph, entries: Map<string, Entry>): Wire[] {
  return Object.entries(graph.nodes).flatMap(([target, node]) => {
    const known = cache.get(node);
    if (known?.entries === entries) return known.wires;
    const wires = nodeReferences(node).length === 0 ? [] : wiresInto(document, graph, target, node, entries);
    cache.set(node, { entries, wires });
    return wires;
  });
}

function wiresInto(document: Document, graph: Graph, target: string, node: Node, entries: Map<string, Entry>): Wire[] {
  return slotsOf(node, portsOf(document, graph, node, entries)).flatMap((slot) =>
    slot.source
      ? [{ id: `${target}|${slot.id}`, source: slot.source.node, output: slot.source.output, target, slot: slot.id }]
      : [],
  );
}

export function disconnect(document: Document, graph: Graph, wireIds: string[], entries: Map<string, Entry>): Graph {
  // From the last place of a list to the first: taking one out moves those behind it.
  const ordered = [...wireIds].sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
  return ordered.reduce((current, id) => {
    const [target, handle] = [id.slice(0, id.indexOf("|")), id.slice(id.indexOf("|") + 1)];
    const slot = slotAt(document, current, target, handle, entries);
    return slot?.source ? wire(current, target, slot, null) : current;
  }, graph);
}
