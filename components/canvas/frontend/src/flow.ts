/** From our nodes and wires to React Flow's, keeping the objects that still say the same. */
import type { Edge, Node } from "@xyflow/react";
import { NODE_SIZE } from "./document/place";
import type { Wire } from "./document/connect";
import type { Graph } from "./protocol";

const NO_DATA = {};

/** React Flow draws again only nodes whose object is new; a node that is being dragged keeps its place. */
export function flowNodes(before: Node[], graph: Graph, selection: string[]): Node[] {
  const known = new Map(before.map((node) => [node.id, node]));
  const chosen = new Set(selection);
  const after = Object.entries(graph.nodes).map(([id, node]) => {
    const old = known.get(id);
    const selected = chosen.has(id);
    if (!old) {
      const size = { initialWidth: NODE_SIZE.width, initialHeight: NODE_SIZE.height };
      return { id, type: "layer", position: node.position, data: NO_DATA, selected, ...size };
    }
    const isHere = old.dragging || (old.position.x === node.position.x && old.position.y === node.position.y);
    if (isHere && (old.selected ?? false) === selected) return old;
    return { ...old, selected, position: isHere ? old.position : node.position };
  });
  return sameItems(before, after);
}

/** The list of before when nothing in it is new: React Flow goes through all nodes of a list that it does not know. */
export function sameItems<T>(before: T[], after: T[]): T[] {
  return before.length === after.length && after.every((item, index) => item === before[index]) ? before : after;
}

const made = new WeakMap<Wire, Edge>();

export function flowEdges(wires: Wire[], picked: string[]): Edge[] {
  return wires.map((wire) => {
    const known = made.get(wire);
    const selected = picked.includes(wire.id);
    if (known && known.selected === selected) return known;
    const edge: Edge = {
      id: wire.id,
      type: "wire",
      source: wire.source,
      sourceHandle: `o${wire.output}`,
      target: wire.target,
      targetHandle: wire.slot,
      selected,
      focusable: true,
    };
    made.set(wire, edge);
    return edge;
  });
}
