/** A layer of another class in the same place: wires, name and arguments that both classes have stay. */
import type { Entry, Graph, Node, Port } from "../protocol";
import { replaceLayer, startConfig } from "./edits";
import { freshName, layerNames, snakeName } from "./names";
import { firstFreeSlot, slotsOf, wireSlot } from "./ports";

/** The call with its wires at the ports of the new class, in the same order; what finds no port is left out. */
function rewired(node: Node, before: Port[], after: Port[]): Node {
  const sources = slotsOf(node, before).flatMap((slot) => (slot.source ? [slot.source] : []));
  const bare: Node = { ...node, args: [], kwargs: {} };
  return sources.reduce((next, source) => {
    const slot = firstFreeSlot(next, after);
    return slot ? wireSlot(next, slot, source) : next;
  }, bare);
}

const isGivenByKeras = (name: string, className: string) => name.replace(/_\d+$/, "") === snakeName(className);

/** The graph with this layer as another class. A name that Keras gave follows the class, and an output's name with it. */
export function swapClass(graph: Graph, layerId: string, entry: Entry, before: Entry | undefined): Graph {
  const layer = graph.layers[layerId];
  if (!layer || layer.definition || layer.class_name === entry.class_name) return graph;
  const known = new Set(entry.parameters.map((parameter) => parameter.name));
  const kept = Object.fromEntries(Object.entries(layer.config).filter(([name]) => known.has(name)));
  const others = layerNames(graph).filter((name) => name !== layer.name);
  const taken = [...others, ...graph.outputs.map((output) => output.name).filter((name) => name !== layer.name)];
  const name = isGivenByKeras(layer.name, layer.class_name) ? freshName(snakeName(entry.class_name), taken) : layer.name;
  const change = { class_name: entry.class_name, module: entry.module, config: { ...startConfig(entry), ...kept }, name, weights: null };
  const nodes = Object.entries(graph.nodes).map(([id, node]) => {
    return [id, node.layer === layerId ? rewired(node, before?.ports ?? [], entry.ports) : node] as const;
  });
  const outputs = graph.outputs.map((output) =>
    output.name === layer.name && graph.nodes[output.node]?.layer === layerId ? { ...output, name } : output,
  );
  return { ...replaceLayer(graph, layerId, change), nodes: Object.fromEntries(nodes), outputs };
}
