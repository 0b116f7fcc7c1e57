/** Reading a graph: references inside call trees, neighbours, order. The mirror of designer/document/walk.py. */
import type { Document, Graph, Json, Layer, Node, Reference } from "../protocol";

export const MAIN = "main";
export const NODE_KEY = "$node";

type Tree = { [key: string]: Json };

export function asReference(value: Json | undefined): Reference | null {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return null;
  const node = (value as Tree)[NODE_KEY];
  if (typeof node !== "string") return null;
  const output = (value as Tree).output;
  return { node, output: typeof output === "number" ? output : 0 };
}

export function asLeaf(reference: Reference): Json {
  return { [NODE_KEY]: reference.node, output: reference.output };
}

/** The same tree with every reference replaced; the tree itself comes back when nothing changed. */
export function mapReferences(tree: Json, replace: (reference: Reference, leaf: Json) => Json): Json {
  const reference = asReference(tree);
  if (reference) return replace(reference, tree);
  if (Array.isArray(tree)) {
    const items = tree.map((item) => mapReferences(item, replace));
    return items.some((item, index) => item !== tree[index]) ? items : tree;
  }
  if (tree !== null && typeof tree === "object") {
    const entries = Object.entries(tree).map(([key, item]) => [key, mapReferences(item, replace)] as const);
    return entries.some(([key, item]) => item !== tree[key]) ? Object.fromEntries(entries) : tree;
  }
  return tree;
}

export function nodeReferences(node: Node): Reference[] {
  const found: Reference[] = [];
  const collect = (reference: Reference, leaf: Json) => {
    found.push(reference);
    return leaf;
  };
  for (const tree of [...node.args, ...Object.values(node.kwargs)]) mapReferences(tree, collect);
  return found;
}

/** For every node the nodes that it reads, without repetition. */
export function predecessors(graph: Graph): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [id, node] of Object.entries(graph.nodes)) {
    const sources = nodeReferences(node).map((reference) => reference.node);
    found.set(id, [...new Set(sources)].filter((source) => source in graph.nodes));
  }
  return found;
}

export function successors(graph: Graph): Map<string, string[]> {
  const found = new Map<string, string[]>(Object.keys(graph.nodes).map((id) => [id, []]));
  for (const [id, sources] of predecessors(graph)) for (const source of sources) found.get(source)?.push(id);
  return found;
}

/** All nodes that can be reached from `start` along `step`, with `start` itself. */
export function reachable(start: string, step: Map<string, string[]>): Set<string> {
  const seen = new Set([start]);
  const queue = [start];
  for (const id of queue) {
    for (const next of step.get(id) ?? []) {
      if (!seen.has(next)) {
        seen.add(next);
        queue.push(next);
      }
    }
  }
  return seen;
}

/** Nodes in an order in which every node follows what it reads; nodes on or below a cycle come last. */
export function topologicalOrder(graph: Graph): string[] {
  const sources = predecessors(graph);
  const readers = successors(graph);
  const waiting = new Map([...sources].map(([id, items]) => [id, items.length]));
  const start = [...new Set([...graph.inputs.filter((id) => id in graph.nodes), ...Object.keys(graph.nodes)])];
  const queue = start.filter((id) => waiting.get(id) === 0);
  for (const id of queue) {
    for (const reader of readers.get(id) ?? []) {
      const left = (waiting.get(reader) ?? 0) - 1;
      waiting.set(reader, left);
      if (left === 0) queue.push(reader);
    }
  }
  const done = new Set(queue);
  return [...queue, ...Object.keys(graph.nodes).filter((id) => !done.has(id))];
}

export function graphOf(document: Document, graphId: string): Graph {
  return graphId === MAIN ? document.main : (document.definitions[graphId]?.graph ?? document.main);
}

/** The document with one graph replaced. */
export function withGraph(document: Document, graphId: string, graph: Graph): Document {
  if (graph === graphOf(document, graphId)) return document;
  if (graphId === MAIN) return { ...document, main: graph };
  const definition = document.definitions[graphId];
  return { ...document, definitions: { ...document.definitions, [graphId]: { ...definition, graph } } };
}

export function layerOf(graph: Graph, nodeId: string): Layer | null {
  const id = graph.nodes[nodeId]?.layer;
  return id ? (graph.layers[id] ?? null) : null;
}

/** Whether a definition is this graph, or has it inside at any depth. */
export function containsGraph(document: Document, definition: string, graphId: string): boolean {
  const seen = new Set([definition]);
  for (const id of seen) {
    if (id === graphId) return true;
    for (const layer of Object.values(document.definitions[id]?.graph.layers ?? {})) {
      if (layer.definition) seen.add(layer.definition);
    }
  }
  return false;
}

/** The definitions from the model down to this one, by the shortest way; alone when nothing stands for it. */
export function pathTo(document: Document, definition: string): string[] {
  const ways = new Map<string, string[]>([[MAIN, []]]);
  for (const [id, way] of ways) {
    if (id === definition) return way;
    for (const layer of Object.values(graphOf(document, id).layers)) {
      const inner = layer.definition;
      if (inner && inner in document.definitions && !ways.has(inner)) ways.set(inner, [...way, inner]);
    }
  }
  return [definition];
}

/** The calls of one layer, in topological order. */
export function callsOf(graph: Graph, layerId: string): string[] {
  const calls = Object.keys(graph.nodes).filter((id) => graph.nodes[id].layer === layerId);
  if (calls.length < 2) return calls;
  const order = new Map(topologicalOrder(graph).map((id, index) => [id, index]));
  return calls.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
}
