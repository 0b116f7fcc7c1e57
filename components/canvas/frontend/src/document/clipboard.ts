/** Copy and paste: a piece of a graph that carries its own layers. */
import type { Document, Graph, Json, Layer, Node, Position, Reference } from "../protocol";
import { freshId, freshName, takenNames } from "./names";
import { asLeaf, containsGraph, mapReferences } from "./walk";

export interface Piece {
  layers: Record<string, Layer>;
  nodes: Record<string, Node>;
  inputs: string[];
}

export interface Pasted {
  graph: Graph;
  nodeIds: string[];
}

export function copyNodes(graph: Graph, ids: string[]): Piece {
  const nodes = Object.fromEntries(ids.filter((id) => id in graph.nodes).map((id) => [id, graph.nodes[id]]));
  const used = new Set(Object.values(nodes).map((node) => node.layer));
  const layers = Object.fromEntries(Object.entries(graph.layers).filter(([id]) => used.has(id)));
  return { layers, nodes, inputs: graph.inputs.filter((id) => id in nodes) };
}

/** Nodes that cannot stand in this graph: a block inside itself, or one whose definition this document lacks. */
export function misfits(document: Document, graphId: string, piece: Piece): string[] {
  return Object.keys(piece.nodes).filter((id) => {
    const definition = piece.layers[piece.nodes[id].layer ?? ""]?.definition;
    if (!definition) return false;
    return !(definition in document.definitions) || containsGraph(document, definition, graphId);
  });
}

export function withoutNodes(piece: Piece, ids: string[]): Piece {
  const nodes = Object.fromEntries(Object.entries(piece.nodes).filter(([id]) => !ids.includes(id)));
  const used = new Set(Object.values(nodes).map((node) => node.layer));
  const layers = Object.fromEntries(Object.entries(piece.layers).filter(([id]) => used.has(id)));
  return { layers, nodes, inputs: piece.inputs.filter((id) => id in nodes) };
}

function rewire(node: Node, ids: Map<string, string>, keep: (id: string) => boolean): Node {
  const swap = (reference: Reference, leaf: Json): Json => {
    const id = ids.get(reference.node);
    return id ? asLeaf({ ...reference, node: id }) : keep(reference.node) ? leaf : null;
  };
  const args = node.args.map((tree) => {
    const next = mapReferences(tree, swap);
    return Array.isArray(next) ? next.filter((item) => item !== null) : next;
  });
  while (args.length > 0 && args[args.length - 1] === null) args.pop();
  const kwargs = Object.entries(node.kwargs).map(([key, tree]) => [key, mapReferences(tree, swap)] as const);
  return { ...node, args, kwargs: Object.fromEntries(kwargs.filter(([, tree]) => tree !== null)) };
}

/** New nodes with new layers, moved by `offset`; calls that shared a layer share the new one. */
export function pastePiece(graph: Graph, piece: Piece, offset: Position, keepWires = false): Pasted {
  const layers = { ...graph.layers };
  const layerIds = new Map<string, string>();
  const names = takenNames(graph);
  for (const [id, layer] of Object.entries(piece.layers)) {
    const fresh = freshId("l", Object.keys(layers));
    const name = freshName(layer.name, names);
    names.push(name);
    layers[fresh] = { ...layer, name };
    layerIds.set(id, fresh);
  }
  const nodes = { ...graph.nodes };
  const ids = new Map<string, string>();
  for (const id of Object.keys(piece.nodes)) {
    const fresh = freshId("n", [...Object.keys(nodes), ...ids.values()]);
    ids.set(id, fresh);
  }
  for (const [id, node] of Object.entries(piece.nodes)) {
    const moved = { x: node.position.x + offset.x, y: node.position.y + offset.y };
    const wired = rewire(node, ids, (source) => keepWires && source in graph.nodes);
    const layer = node.layer ? (layerIds.get(node.layer) ?? null) : null;
    nodes[ids.get(id) ?? id] = { ...wired, layer, position: moved };
  }
  const inputs = [...graph.inputs, ...piece.inputs.map((id) => ids.get(id) ?? id)];
  return { graph: { ...graph, layers, nodes, inputs }, nodeIds: [...ids.values()] };
}
