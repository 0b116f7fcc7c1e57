/** A block once more: another call, own weights, or a copy of its own; and one layer several times in a row. */
import type { Document, Graph, Node, Position, Reference } from "../protocol";
import { type Added, PITCH, moveOutput, replaceNode } from "./edits";
import { rewriteCall } from "./group";
import { freshId, freshName, takenNames } from "./names";
import { asLeaf, nodeReferences } from "./walk";

/** The first layer of a graph that stands for the definition. */
export function layerOfDefinition(graph: Graph, definition: string): string | null {
  return Object.keys(graph.layers).find((id) => graph.layers[id].definition === definition) ?? null;
}

/** One more call of a layer, not wired yet. */
export function addCall(graph: Graph, layerId: string, position: Position): Added {
  const nodeId = freshId("n", Object.keys(graph.nodes));
  const node: Node = { layer: layerId, op: null, args: [], kwargs: {}, position };
  return { graph: { ...graph, nodes: { ...graph.nodes, [nodeId]: node } }, nodeId };
}

/** A definition of its own with the same layers; what is changed in one leaves the other as it is. */
export function copyDefinition(document: Document, definition: string): { document: Document; definition: string } {
  const id = freshId("d", Object.keys(document.definitions));
  const name = freshName(document.definitions[definition].name, Object.values(document.definitions).map((item) => item.name));
  const copy = { ...document.definitions[definition], name };
  return { document: { ...document, definitions: { ...document.definitions, [id]: copy } }, definition: id };
}

export interface Repeated {
  graph: Graph;
  nodeIds: string[];
}

/** The node `times` times in a row, each with weights of its own; what read the node reads the last of them. */
export function repeatNode(graph: Graph, nodeId: string, times: number): Repeated {
  const first = graph.nodes[nodeId];
  const layer = graph.layers[first?.layer ?? ""];
  if (!layer || nodeReferences(first).length !== 1) return { graph, nodeIds: [nodeId] };
  let next = makeRoom(graph, first.position, (times - 1) * PITCH.y);
  const nodeIds = [nodeId];
  for (let place = 1; place < times; place += 1) {
    const layerId = freshId("l", Object.keys(next.layers));
    const id = freshId("n", Object.keys(next.nodes));
    const source = asLeaf({ node: nodeIds[place - 1], output: 0 });
    const call = rewriteCall(first, () => source);
    const position = { x: first.position.x, y: first.position.y + place * PITCH.y };
    const copy = { ...layer, name: freshName(layer.name, takenNames(next)), weights: null };
    next = { ...next, layers: { ...next.layers, [layerId]: copy }, nodes: { ...next.nodes, [id]: { ...call, layer: layerId, position } } };
    nodeIds.push(id);
  }
  return { graph: readLast(next, nodeIds), nodeIds };
}

function makeRoom(graph: Graph, at: Position, height: number): Graph {
  const nodes = Object.entries(graph.nodes).map(([id, node]) => {
    const position = node.position.y > at.y ? { x: node.position.x, y: node.position.y + height } : node.position;
    return [id, { ...node, position }] as const;
  });
  return { ...graph, nodes: Object.fromEntries(nodes) };
}

function readLast(graph: Graph, row: string[]): Graph {
  const [first, last] = [row[0], row[row.length - 1]];
  const moved = (reference: Reference) => (reference.node === first && reference.output === 0 ? { node: last, output: 0 } : reference);
  const readers = Object.keys(graph.nodes).filter((id) => !row.includes(id));
  const rewired = readers.reduce((next, id) => {
    const reads = nodeReferences(next.nodes[id]).some((reference) => reference.node === first && reference.output === 0);
    return reads ? replaceNode(next, id, rewriteCall(next.nodes[id], (reference) => asLeaf(moved(reference)))) : next;
  }, graph);
  return moveOutput(rewired, first, last);
}
