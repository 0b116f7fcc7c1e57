/** Changes of one graph: document in, document out. Nothing here knows React, the store or a layer's name. */
import type { Entry, Graph, Json, Layer, Node, Output, Position, Reference } from "../protocol";
import { freshId, freshName, layerNames, numberedName, snakeName, takenNames } from "./names";
import { type Slot, wireSlot } from "./ports";
import { callsOf, mapReferences, nodeReferences } from "./walk";

export const PITCH = { x: 256, y: 108 };

/** An entry without ports gives tensors and takes none: it is an input of the graph. */
export function isInput(entry: Entry | undefined): boolean {
  return entry !== undefined && entry.ports.length === 0;
}

/** What a new layer starts with: the catalogue's value wherever it has one, for required arguments and others. */
export function startConfig(entry: Entry): Record<string, Json> {
  const given = entry.parameters.filter((parameter) => (parameter.start ?? null) !== null);
  return Object.fromEntries(given.map((parameter) => [parameter.name, parameter.start]));
}

export interface Added {
  graph: Graph;
  nodeId: string;
}

function place(graph: Graph, layer: Layer, position: Position): Added {
  const layerId = freshId("l", Object.keys(graph.layers));
  const nodeId = freshId("n", Object.keys(graph.nodes));
  const node: Node = { layer: layerId, op: null, args: [], kwargs: {}, position };
  const layers = { ...graph.layers, [layerId]: layer };
  return { graph: { ...graph, layers, nodes: { ...graph.nodes, [nodeId]: node } }, nodeId };
}

export function addLayer(graph: Graph, entry: Entry, position: Position, config: Record<string, Json> = {}): Added {
  const base = isInput(entry) ? "input" : snakeName(entry.class_name);
  const layer: Layer = {
    name: freshName(base, takenNames(graph)),
    class_name: entry.class_name,
    module: entry.module,
    config: { ...startConfig(entry), ...config },
    definition: null,
    trainable: true,
    weights: null,
  };
  const added = place(graph, layer, position);
  return isInput(entry) ? { ...added, graph: { ...added.graph, inputs: [...graph.inputs, added.nodeId] } } : added;
}

/** A layer that stands for a definition, with weights of its own. */
export function addBlock(graph: Graph, definition: string, name: string, position: Position): Added {
  const base = snakeName(name.replace(/\W+/g, "_").replace(/^[^A-Za-z]+|_+$/g, "")).slice(0, 58) || "block";
  const layer: Layer = {
    name: freshName(base, takenNames(graph)), class_name: "", module: "keras.layers", config: {}, definition,
    trainable: true, weights: null,
  };
  return place(graph, layer, position);
}

export function replaceNode(graph: Graph, nodeId: string, node: Node): Graph {
  return node === graph.nodes[nodeId] ? graph : { ...graph, nodes: { ...graph.nodes, [nodeId]: node } };
}

export function replaceLayer(graph: Graph, layerId: string, change: Partial<Layer>): Graph {
  const layer = graph.layers[layerId];
  if (!layer) return graph;
  return { ...graph, layers: { ...graph.layers, [layerId]: { ...layer, ...change } } };
}

export function wire(graph: Graph, target: string, slot: Pick<Slot, "port" | "index">, source: Reference | null): Graph {
  const node = graph.nodes[target];
  return node ? replaceNode(graph, target, wireSlot(node, slot, source)) : graph;
}

export function setConfig(graph: Graph, layerId: string, key: string, value: Json): Graph {
  const layer = graph.layers[layerId];
  return layer ? replaceLayer(graph, layerId, { config: { ...layer.config, [key]: value } }) : graph;
}

export function resetConfig(graph: Graph, layerId: string, key: string): Graph {
  const layer = graph.layers[layerId];
  if (!layer || !(key in layer.config)) return graph;
  const config = { ...layer.config };
  delete config[key];
  return replaceLayer(graph, layerId, { config });
}

export function moveNodes(graph: Graph, positions: Record<string, Position>): Graph {
  const moved = Object.entries(positions).filter(([id, at]) => {
    const now = graph.nodes[id]?.position;
    return now && (now.x !== at.x || now.y !== at.y);
  });
  if (moved.length === 0) return graph;
  const nodes = { ...graph.nodes };
  for (const [id, position] of moved) nodes[id] = { ...nodes[id], position };
  return { ...graph, nodes };
}

/** Marks one tensor of a node as an output, or takes its mark off; off without `index` takes all of the node's. */
export function setOutput(graph: Graph, nodeId: string, on: boolean, name?: string, index: number | null = null): Graph {
  const isMeant = (output: Output) => output.node === nodeId && (index === null || output.index === index);
  if (!on) {
    const outputs = graph.outputs.filter((output) => !isMeant(output));
    return outputs.length === graph.outputs.length ? graph : { ...graph, outputs };
  }
  if (graph.outputs.some((output) => output.node === nodeId && output.index === (index ?? 0))) return graph;
  const layerId = graph.nodes[nodeId]?.layer ?? "";
  const own = graph.layers[layerId]?.name;
  const isShared = callsOf(graph, layerId).length > 1;
  const wanted = name ?? (index ? `${own ?? "output"}_${index + 1}` : (own ?? "output"));
  // Keras names an output's branch: another layer must not have that name, nor one that is called twice.
  const others = layerNames(graph).filter((item) => item !== own || isShared);
  const taken = [...graph.outputs.map((item) => item.name), ...others];
  const output: Output = {
    id: freshId("o", graph.outputs.map((item) => item.id)),
    name: isShared && wanted === own ? numberedName(wanted, taken) : freshName(wanted, taken),
    node: nodeId,
    index: index ?? 0,
  };
  return { ...graph, outputs: [...graph.outputs, output] };
}

/** An output that stood on `from` stands on `to`; its name follows the layer when it was the layer's. */
export function moveOutput(graph: Graph, from: string, to: string): Graph {
  const name = (id: string) => graph.layers[graph.nodes[id]?.layer ?? ""]?.name ?? "";
  const outputs = graph.outputs.map((output) =>
    output.node === from
      ? { ...output, node: to, index: 0, name: output.name === name(from) ? name(to) : output.name }
      : output,
  );
  return { ...graph, outputs };
}

/** An output called like its layer gets a number once the layer has several calls: the name tells neither apart then. */
function numberOutputs(graph: Graph, layerId: string): Graph {
  const name = graph.layers[layerId]?.name ?? "";
  const taken = takenNames(graph);
  const outputs = graph.outputs.map((output) => {
    if (output.name !== name || graph.nodes[output.node]?.layer !== layerId) return output;
    const numbered = numberedName(name, taken);
    taken.push(numbered);
    return { ...output, name: numbered };
  });
  return { ...graph, outputs };
}

/** One more call of the same layer, beside the first and not wired yet; an output of the model where the first is one. */
export function secondCall(graph: Graph, nodeId: string, position: Position): Added {
  const id = freshId("n", Object.keys(graph.nodes));
  const node: Node = { ...graph.nodes[nodeId], args: [], kwargs: {}, position };
  const called = numberOutputs({ ...graph, nodes: { ...graph.nodes, [id]: node } }, node.layer ?? "");
  const marks = graph.outputs.filter((output) => output.node === nodeId);
  const marked = marks.reduce((next, { index }) => setOutput(next, id, true, undefined, index), called);
  return { graph: marked, nodeId: id };
}

/** This call gets a layer of its own with the same arguments; the only call of a layer has one. */
export function unlink(graph: Graph, nodeId: string): Graph {
  const node = graph.nodes[nodeId];
  const layer = graph.layers[node?.layer ?? ""];
  if (!layer || callsOf(graph, node.layer ?? "").length < 2) return graph;
  const layerId = freshId("l", Object.keys(graph.layers));
  const copy = { ...layer, name: freshName(layer.name, takenNames(graph)), weights: null };
  return replaceNode({ ...graph, layers: { ...graph.layers, [layerId]: copy } }, nodeId, { ...node, layer: layerId });
}

/** The call without places that lost their wire: a list closes up, a keyword goes. */
export function withoutHoles(node: Node): Node {
  const args = node.args.map((tree) => (Array.isArray(tree) ? tree.filter((item) => item !== null) : tree));
  while (args.length > 0 && args[args.length - 1] === null) args.pop();
  const kwargs = Object.fromEntries(Object.entries(node.kwargs).filter(([, tree]) => tree !== null));
  return { ...node, args, kwargs };
}

/** Where a wire from a deleted node comes from instead: along nodes that read exactly one tensor. */
function bypass(graph: Graph, gone: Set<string>, reference: Reference): Reference | null {
  const seen = new Set<string>();
  let current: Reference = reference;
  while (gone.has(current.node)) {
    if (seen.has(current.node)) return null;
    seen.add(current.node);
    const sources = nodeReferences(graph.nodes[current.node]);
    if (sources.length !== 1) return null;
    current = sources[0];
  }
  return current.node in graph.nodes ? current : null;
}

/** The graph without these nodes. A node with one wire in leaves its readers on that wire; unused layers go. */
export function deleteNodes(graph: Graph, ids: Iterable<string>): Graph {
  const gone = new Set([...ids].filter((id) => id in graph.nodes));
  if (gone.size === 0) return graph;
  const nodes: Record<string, Node> = {};
  for (const [id, node] of Object.entries(graph.nodes)) {
    if (gone.has(id)) continue;
    const touched = nodeReferences(node).some((reference) => gone.has(reference.node));
    if (!touched) {
      nodes[id] = node;
      continue;
    }
    const heal = (reference: Reference, leaf: Json): Json => {
      if (!gone.has(reference.node)) return leaf;
      const source = bypass(graph, gone, reference);
      return source ? { $node: source.node, output: source.output } : null;
    };
    const args = node.args.map((tree) => mapReferences(tree, heal));
    const kwargs = Object.fromEntries(Object.entries(node.kwargs).map(([key, tree]) => [key, mapReferences(tree, heal)]));
    nodes[id] = withoutHoles({ ...node, args, kwargs });
  }
  const used = new Set(Object.values(nodes).map((node) => node.layer));
  return {
    ...graph,
    nodes,
    layers: Object.fromEntries(Object.entries(graph.layers).filter(([id]) => used.has(id))),
    inputs: graph.inputs.filter((id) => !gone.has(id)),
    outputs: graph.outputs.filter((output) => !gone.has(output.node)),
    groups: Object.fromEntries(
      Object.entries(graph.groups).map(([id, group]) => [id, { ...group, nodes: group.nodes.filter((n) => !gone.has(n)) }]),
    ),
  };
}

