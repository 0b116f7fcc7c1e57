/** The edits of a fix, as designer/document/edits.py carries them out. */
import type { Document, Edit, Entry, Graph, Json } from "../protocol";
import { PITCH, addLayer, deleteNodes, replaceLayer, setConfig, setOutput, wire } from "./edits";
import { freePlace } from "./place";
import { portsOf, slotsOf } from "./ports";
import { graphOf, withGraph } from "./walk";

type Arguments = Record<string, Json>;

const text = (value: Json | undefined): string => (typeof value === "string" ? value : "");
const config = (value: Json | undefined): Record<string, Json> =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};

function findSlot(document: Document, graph: Graph, given: Arguments, entries: Map<string, Entry>) {
  const node = graph.nodes[text(given.node)];
  if (!node) return null;
  const slots = slotsOf(node, portsOf(document, graph, node, entries), true);
  const index = typeof given.index === "number" ? given.index : null;
  // A port is named by the catalogue's name, or by the position of its argument.
  const port = typeof given.port === "string" ? given.port : Number(given.port ?? 0);
  const named = slots.filter((slot) => slot.port.name === port || slot.id === port || slot.port.arg === port);
  return named.find((slot) => slot.index === null || index === null || slot.index === index) ?? null;
}

function insertBefore(document: Document, graph: Graph, given: Arguments, entries: Map<string, Entry>): Graph {
  const target = text(given.node);
  const slot = findSlot(document, graph, given, entries);
  const entry = entries.get(text(given.class_name));
  if (!slot || !entry) return graph;
  const at = graph.nodes[target].position;
  const place = freePlace(graph, { x: at.x, y: at.y - PITCH.y });
  const added = addLayer(graph, entry, place, config(given.config));
  let next = added.graph;
  const port = entry.ports[0];
  if (port && slot.source) next = wire(next, added.nodeId, { port, index: port.variadic ? 0 : null }, slot.source);
  return wire(next, target, slot, { node: added.nodeId, output: 0 });
}

function withoutKeyword(graph: Graph, nodeId: string, key: string): Graph {
  const node = graph.nodes[nodeId];
  if (!node || !(key in node.kwargs)) return graph;
  const kwargs = Object.fromEntries(Object.entries(node.kwargs).filter(([name]) => name !== key));
  return { ...graph, nodes: { ...graph.nodes, [nodeId]: { ...node, kwargs } } };
}

/** Takes one wire out; without an index all of the port's. An argument that is no port goes as it is. */
function cutWires(document: Document, graph: Graph, given: Arguments, entries: Map<string, Entry>): Graph {
  const slot = findSlot(document, graph, given, entries);
  if (!slot) return withoutKeyword(graph, text(given.node), text(given.port));
  if (!slot.source) return graph;
  const next = wire(graph, text(given.node), slot, null);
  return typeof given.index === "number" ? next : cutWires(document, next, given, entries);
}

function applyTo(document: Document, graph: Graph, edit: Edit, entries: Map<string, Entry>): Graph {
  const given = edit.arguments;
  const layer = text(given.layer);
  switch (edit.kind) {
    case "set_config":
      return setConfig(graph, layer, text(given.key), given.value ?? null);
    case "rename_layer":
      return replaceLayer(graph, layer, { name: text(given.name) });
    case "rename_output": {
      const outputs = graph.outputs.map((item) =>
        item.id === text(given.output) ? { ...item, name: text(given.name) } : item,
      );
      return { ...graph, outputs };
    }
    case "insert_before":
      return insertBefore(document, graph, given, entries);
    case "replace_class": {
      const module = entries.get(text(given.class_name))?.module ?? graph.layers[layer]?.module;
      return replaceLayer(graph, layer, { class_name: text(given.class_name), module, config: config(given.config) });
    }
    case "delete_node":
      return deleteNodes(graph, [text(given.node)]);
    case "disconnect":
      return cutWires(document, graph, given, entries);
    case "add_output": {
      const index = typeof given.index === "number" ? given.index : 0;
      return setOutput(graph, text(given.node), true, text(given.name) || undefined, index);
    }
    default:
      return graph;
  }
}

export function applyEdits(document: Document, edits: Edit[], entries: Map<string, Entry>): Document {
  return edits.reduce((current, edit) => {
    if (edit.kind === "rename_project") return { ...current, name: text(edit.arguments.name) };
    const graph = graphOf(current, edit.graph);
    return withGraph(current, edit.graph, applyTo(current, graph, edit, entries));
  }, document);
}
