/** Where a new node goes. */
import type { Graph, Node, Position } from "../protocol";
import { PITCH } from "./edits";

export const NODE_SIZE = { width: 208, height: 76 };

function isFree(graph: Graph, at: Position): boolean {
  return !Object.values(graph.nodes).some(
    ({ position }) =>
      Math.abs(position.x - at.x) < NODE_SIZE.width + 16 && Math.abs(position.y - at.y) < NODE_SIZE.height + 16,
  );
}

/** The wanted place, or the next column to the right that is free. */
export function freePlace(graph: Graph, wanted: Position): Position {
  let at = wanted;
  while (!isFree(graph, at)) at = { x: at.x + PITCH.x, y: at.y };
  return at;
}

/** How far to the right several nodes move together until each stands free; not at all where their old places are. */
export function freeOffset(graph: Graph, nodes: readonly Node[]): Position {
  let x = 0;
  while (!nodes.every(({ position }) => isFree(graph, { x: position.x + x, y: position.y }))) x += PITCH.x;
  return { x, y: 0 };
}

/** Below one node, or below the middle of several; an empty selection goes below everything. */
export function placeBelow(graph: Graph, ids: string[]): Position {
  const anchors = ids.filter((id) => id in graph.nodes).map((id) => graph.nodes[id].position);
  if (anchors.length === 0) {
    const all = Object.values(graph.nodes).map((node) => node.position);
    if (all.length === 0) return { x: 0, y: 0 };
    const lowest = all.reduce((a, b) => (b.y > a.y ? b : a));
    return freePlace(graph, { x: lowest.x, y: lowest.y + PITCH.y });
  }
  const x = Math.round(anchors.reduce((sum, at) => sum + at.x, 0) / anchors.length);
  const y = Math.max(...anchors.map((at) => at.y)) + PITCH.y;
  return freePlace(graph, { x, y });
}
