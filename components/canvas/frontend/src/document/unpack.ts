/** A block becomes its layers again: for every call of the block a call of each of its layers, so weights stay shared. */
import type { Document, Graph, Json, Layer, Node, Output, Position, Reference } from "../protocol";
import { withoutHoles } from "./edits";
import { rewriteCall } from "./group";
import { freshId, freshName } from "./names";
import { asLeaf, asReference, callsOf, graphOf, withGraph } from "./walk";

export interface Unpacked {
  document: Document;
  nodeIds: string[];
}

type Resolve = (reference: Reference) => Reference | null;

/** Whether a layer of any graph stands for the definition. */
export function isUsed(document: Document, definition: string): boolean {
  const graphs = [document.main, ...Object.values(document.definitions).map((item) => item.graph)];
  return graphs.some((graph) => Object.values(graph.layers).some((layer) => layer.definition === definition));
}

/** The inner layers under ids and names that are free outside. A frozen block leaves frozen layers. */
function layersOutside(graph: Graph, blockId: string, inner: Graph): { layers: Record<string, Layer>; ids: Map<string, string> } {
  const block = graph.layers[blockId];
  const layers = Object.fromEntries(Object.entries(graph.layers).filter(([id]) => id !== blockId));
  const inputs = new Set(inner.inputs.map((id) => inner.nodes[id]?.layer));
  const ownName = (output: Output) => inner.layers[inner.nodes[inner.outputs[output.index]?.node]?.layer ?? ""]?.name;
  // An output may be called like its own layer, and like no other.
  const isOwn = (output: Output) => graph.nodes[output.node]?.layer === blockId && ownName(output) === output.name;
  const named = graph.outputs.filter((output) => !isOwn(output)).map((output) => output.name);
  const ids = new Map<string, string>();
  for (const [id, layer] of Object.entries(inner.layers)) {
    if (inputs.has(id)) continue;
    const fresh = freshId("l", [...Object.keys(graph.layers), ...ids.values()]);
    const name = freshName(layer.name, [...Object.values(layers).map((item) => item.name), ...named]);
    layers[fresh] = { ...layer, name, trainable: block.trainable && layer.trainable };
    ids.set(id, fresh);
  }
  return { layers, ids };
}

interface Extent {
  left: number;
  top: number;
  height: number;
}

function extent(inner: Graph, own: string[]): Extent {
  const places = own.map((id) => inner.nodes[id].position);
  const top = Math.min(...places.map((at) => at.y));
  return { left: Math.min(...places.map((at) => at.x)), top, height: Math.max(...places.map((at) => at.y)) - top };
}

/** The nodes that take the place of one call, and what its outputs are now. */
function expand(inner: Graph, own: string[], call: Node, layerIds: Map<string, string>, taken: string[]) {
  const ids = new Map<string, string>();
  for (const id of own) ids.set(id, freshId("n", [...taken, ...ids.values()]));
  const resolve: Resolve = (reference) => {
    const place = inner.inputs.indexOf(reference.node);
    if (place >= 0) return asReference(call.args[place]);
    const node = ids.get(reference.node);
    return node ? { ...reference, node } : null;
  };
  const { left, top } = extent(inner, own);
  const nodes: Record<string, Node> = {};
  for (const [id, fresh] of ids) {
    const node = inner.nodes[id];
    const position = { x: call.position.x + node.position.x - left, y: call.position.y + node.position.y - top };
    nodes[fresh] = { ...rewriteCall(node, toLeaf(resolve)), layer: node.layer ? (layerIds.get(node.layer) ?? null) : null, position };
  }
  return { nodes, results: inner.outputs.map(({ node, index }) => resolve({ node, output: index })) };
}

const toLeaf = (resolve: Resolve) => (reference: Reference): Json => {
  const next = resolve(reference);
  return next ? asLeaf(next) : null;
};

/** Whatever stands lower than the calls moves down by the block's height. */
function makeRoom(nodes: Record<string, Node>, below: number, height: number): Record<string, Node> {
  const down = (at: Position) => (at.y > below ? { x: at.x, y: at.y + height } : at);
  return Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, { ...node, position: down(node.position) }]));
}

/** The document without the block that this node calls; null when the node is no block. An unused definition goes. */
export function unpackBlock(document: Document, graphId: string, nodeId: string): Unpacked | null {
  const graph = graphOf(document, graphId);
  const blockId = graph.nodes[nodeId]?.layer ?? "";
  const definition = graph.layers[blockId]?.definition ?? "";
  const inner = document.definitions[definition]?.graph;
  if (!inner) return null;
  const own = Object.keys(inner.nodes).filter((id) => !inner.inputs.includes(id));
  const calls = callsOf(graph, blockId);
  const { layers, ids } = layersOutside(graph, blockId, inner);
  const results = new Map<string, (Reference | null)[]>();
  let made: Record<string, Node> = {};
  for (const call of calls) {
    const taken = [...Object.keys(graph.nodes), ...Object.keys(made)];
    const expanded = expand(inner, own, graph.nodes[call], ids, taken);
    made = { ...made, ...expanded.nodes };
    results.set(call, expanded.results);
  }
  // A call may have read another call of the same block: its tensors are those of the layers that stand for it now.
  const outside: Resolve = (reference) => {
    const tensors = results.get(reference.node);
    if (!tensors) return reference;
    const next = tensors[reference.output] ?? null;
    return next ? outside(next) : null;
  };
  const kept = Object.fromEntries(Object.entries(graph.nodes).filter(([id]) => !results.has(id)));
  const lowest = Math.max(...calls.map((call) => graph.nodes[call].position.y));
  const nodes = { ...makeRoom(kept, lowest, own.length > 0 ? extent(inner, own).height : 0), ...made };
  const rewired = Object.entries(nodes).map(([id, node]) => [id, withoutHoles(rewriteCall(node, toLeaf(outside)))] as const);
  const outputs = graph.outputs.flatMap((output) => {
    const next = outside({ node: output.node, output: output.index });
    return next ? [{ ...output, node: next.node, index: next.output }] : [];
  });
  const groups = Object.fromEntries(
    Object.entries(graph.groups).map(([id, group]) => [id, { ...group, nodes: group.nodes.filter((node) => !results.has(node)) }]),
  );
  const next = withGraph(document, graphId, { ...graph, layers, nodes: Object.fromEntries(rewired), outputs, groups });
  const definitions = Object.fromEntries(Object.entries(next.definitions).filter(([id]) => id !== definition || isUsed(next, id)));
  return { document: { ...next, definitions }, nodeIds: Object.keys(made) };
}
