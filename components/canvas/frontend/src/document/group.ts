/** A selection becomes a block: a sub-model with an input for each tensor that comes in, an output for each that leaves. */
import type { Document, Entry, Graph, Json, Layer, Node, Position, Reference, TensorSpec } from "../protocol";
import { PITCH, addLayer, setOutput } from "./edits";
import { freshId, freshName, layerNames } from "./names";
import { asLeaf, graphOf, mapReferences, nodeReferences, reachable, successors, topologicalOrder, withGraph } from "./walk";

/** The call that now stands for the block, and the id of its definition. */
export interface Grouped {
  document: Document;
  nodeId: string;
  definition: string;
}

export interface Refusal {
  refused: string;
}

type Rewrite = (reference: Reference, leaf: Json) => Json;

const keyOf = ({ node, output }: Reference) => `${node}:${output}`;
const nameOf = (graph: Graph, id: string) => graph.layers[graph.nodes[id]?.layer ?? ""]?.name ?? graph.nodes[id]?.op ?? id;

export function rewriteCall(node: Node, rewrite: Rewrite): Node {
  const args = node.args.map((tree) => mapReferences(tree, rewrite));
  const kwargs = Object.fromEntries(Object.entries(node.kwargs).map(([key, tree]) => [key, mapReferences(tree, rewrite)]));
  return { ...node, args, kwargs };
}

/** Why these nodes cannot become one block; an empty text when they can. */
export function whyNoBlock(graph: Graph, ids: readonly string[]): string {
  const chosen = new Set(ids);
  if (chosen.size === 0) return "Select the layers that the block is made of. Inputs stay outside.";
  for (const id of chosen) {
    const layer = graph.nodes[id].layer;
    const isSplit = layer !== null && Object.entries(graph.nodes).some(([other, node]) => node.layer === layer && !chosen.has(other));
    if (isSplit) return `${nameOf(graph, id)} is also called outside the selection. Select all its calls, or unlink this one.`;
  }
  const next = successors(graph);
  for (const id of Object.keys(graph.nodes)) {
    const isBetween = !chosen.has(id) && [...reachable(id, next)].some((below) => chosen.has(below));
    const readsChosen = nodeReferences(graph.nodes[id]).some(({ node }) => chosen.has(node));
    if (isBetween && readsChosen) return `A path leaves the selection at ${nameOf(graph, id)} and comes back. Select it too.`;
  }
  return "";
}

/** Distinct tensors in the order in which the nodes read them. */
function distinct(references: Reference[]): Reference[] {
  return [...new Map(references.map((reference) => [keyOf(reference), reference])).values()];
}

function tensorsIn(graph: Graph, order: string[], chosen: Set<string>): Reference[] {
  return distinct(order.flatMap((id) => nodeReferences(graph.nodes[id])).filter(({ node }) => !chosen.has(node) && node in graph.nodes));
}

/** What others read of the chosen nodes; when nobody reads anything, the first tensor of every last node. */
function tensorsOut(graph: Graph, order: string[], chosen: Set<string>): Reference[] {
  const readers = Object.entries(graph.nodes).filter(([id]) => !chosen.has(id));
  const read = [
    ...readers.flatMap(([, node]) => nodeReferences(node)),
    ...graph.outputs.map(({ node, index }) => ({ node, output: index })),
  ].filter(({ node }) => chosen.has(node));
  const rank = new Map(order.map((id, index) => [id, index]));
  const found = distinct(read).sort((a, b) => (rank.get(a.node) ?? 0) - (rank.get(b.node) ?? 0) || a.output - b.output);
  if (found.length > 0) return found;
  const inner = new Set(order.flatMap((id) => nodeReferences(graph.nodes[id])).map(({ node }) => node));
  return order.filter((id) => !inner.has(id)).map((node) => ({ node, output: 0 }));
}

function corner(nodes: Node[]): Position {
  return { x: Math.min(...nodes.map(({ position }) => position.x)), y: Math.min(...nodes.map(({ position }) => position.y)) };
}

interface Parts {
  order: string[];
  sources: Reference[];
  results: Reference[];
}

/** The block's own graph: the chosen nodes below one input for each tensor that they read from outside. */
function innerGraph(graph: Graph, { order, sources, results }: Parts, input: Entry, specOf: (reference: Reference) => TensorSpec | undefined): Graph {
  const nodes = Object.fromEntries(order.map((id) => [id, graph.nodes[id]]));
  const used = new Set(Object.values(nodes).map((node) => node.layer));
  const layers: Record<string, Layer> = Object.fromEntries(Object.entries(graph.layers).filter(([id]) => used.has(id)));
  const inside = (group: { nodes: string[] }) => group.nodes.every((id) => id in nodes);
  const groups = Object.fromEntries(Object.entries(graph.groups).filter(([, group]) => inside(group)));
  let inner: Graph = { layers, nodes, inputs: [], outputs: [], groups, notes: {} };
  const { x, y } = corner(Object.values(nodes));
  const inputs = new Map<string, string>();
  sources.forEach((source, index) => {
    const spec = specOf(source);
    const config: Record<string, Json> = spec ? { batch_shape: spec.shape } : {};
    if (spec && spec.dtype !== "float32") config.dtype = spec.dtype;
    const added = addLayer(inner, input, { x: x + index * PITCH.x, y: y - PITCH.y }, config);
    const layer = added.graph.nodes[added.nodeId].layer ?? "";
    const name = freshName(nameOf(graph, source.node), layerNames(inner));
    inner = { ...added.graph, layers: { ...added.graph.layers, [layer]: { ...added.graph.layers[layer], name } } };
    inputs.set(keyOf(source), added.nodeId);
  });
  const rewired = Object.entries(inner.nodes).map(([id, node]) => {
    const swap: Rewrite = (reference, leaf) => {
      const own = inputs.get(keyOf(reference));
      return own ? asLeaf({ node: own, output: 0 }) : leaf;
    };
    return [id, order.includes(id) ? rewriteCall(node, swap) : node] as const;
  });
  inner = { ...inner, nodes: Object.fromEntries(rewired) };
  return results.reduce((next, { node, output }) => setOutput(next, node, true, undefined, output), inner);
}

/** The outer graph with one call in place of the chosen nodes. */
function outerGraph(graph: Graph, { order, sources, results }: Parts, definition: string, name: string): { graph: Graph; nodeId: string } {
  const chosen = new Set(order);
  const nodeId = freshId("n", Object.keys(graph.nodes));
  const layerId = freshId("l", Object.keys(graph.layers));
  const place = new Map(results.map((reference, index) => [keyOf(reference), index]));
  const swap: Rewrite = (reference, leaf) => {
    const output = place.get(keyOf(reference));
    return output === undefined ? leaf : asLeaf({ node: nodeId, output });
  };
  const positions = order.map((id) => graph.nodes[id].position);
  const middle = Math.round(positions.reduce((sum, at) => sum + at.x, 0) / positions.length / 4) * 4;
  const position = { x: middle, y: corner(order.map((id) => graph.nodes[id])).y };
  const call: Node = { layer: layerId, op: null, args: sources.map(asLeaf), kwargs: {}, position };
  const others = Object.entries(graph.nodes).filter(([id]) => !chosen.has(id));
  const nodes = Object.fromEntries([...others.map(([id, node]) => [id, rewriteCall(node, swap)] as const), [nodeId, call]]);
  const used = new Set(Object.values(nodes).map((node) => node.layer));
  const kept = Object.entries(graph.layers).filter(([id]) => used.has(id));
  const taken = [...kept.map(([, layer]) => layer.name), ...graph.outputs.map((output) => output.name)];
  const layer: Layer = {
    name: freshName(name, taken), class_name: "", module: "keras.layers", config: {}, definition, trainable: true, weights: null,
  };
  const outputs = graph.outputs.map((output) => {
    const index = place.get(keyOf({ node: output.node, output: output.index }));
    return index === undefined ? output : { ...output, node: nodeId, index };
  });
  const left = Object.entries(graph.groups)
    .map(([id, group]) => [id, { ...group, nodes: group.nodes.filter((node) => !chosen.has(node)) }] as const)
    .filter(([, group]) => group.nodes.length > 0);
  const layers = Object.fromEntries([...kept, [layerId, layer]]);
  return { graph: { ...graph, layers, nodes, outputs, groups: Object.fromEntries(left) }, nodeId };
}

/**
 * The document with the chosen nodes of a graph as one block. Inputs of the graph stay outside. `specOf` knows the
 * tensors' shapes, which the block's inputs take; `name` is the definition's, and the new layer's as far as it is free.
 */
export function groupNodes(
  document: Document, graphId: string, ids: readonly string[], entries: Map<string, Entry>,
  specOf: (reference: Reference) => TensorSpec | undefined, name = "block",
): Grouped | Refusal {
  const graph = graphOf(document, graphId);
  const wanted = ids.filter((id) => id in graph.nodes && !graph.inputs.includes(id));
  const refused = whyNoBlock(graph, wanted);
  const input = entries.get("InputLayer");
  if (refused || !input) return { refused };
  const chosen = new Set(wanted);
  const order = topologicalOrder(graph).filter((id) => chosen.has(id));
  const parts = { order, sources: tensorsIn(graph, order, chosen), results: tensorsOut(graph, order, chosen) };
  const definition = freshId("d", Object.keys(document.definitions));
  const title = freshName(name, Object.values(document.definitions).map((item) => item.name));
  const inner = innerGraph(graph, parts, input, specOf);
  const outer = outerGraph(graph, parts, definition, title);
  const definitions = { ...document.definitions, [definition]: { name: title, graph: inner } };
  return { document: withGraph({ ...document, definitions }, graphId, outer.graph), nodeId: outer.nodeId, definition };
}
