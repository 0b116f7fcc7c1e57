/** Actions on blocks: make one of a selection, take one apart, and use one again. */
import type { Actions, AddOptions } from "./actions";
import { addNode, reveal } from "./actions_edit";
import { commit, commitGraph, currentGraph, entries } from "./commit";
import { addBlock } from "./document/edits";
import { groupNodes } from "./document/group";
import { addCall, copyDefinition, layerOfDefinition, repeatNode } from "./document/reuse";
import { unpackBlock } from "./document/unpack";
import { containsGraph } from "./document/walk";
import type { Graph, Position, Reference } from "./protocol";
import { useStudio } from "./store";

/** The same weights (another call), the same layers with weights of their own, or a copy that is edited on its own. */
export type Reuse = "call" | "own" | "copy";

export const MOST_REPEATS = 200;

const get = () => useStudio.getState();
const specOf = ({ node, output }: Reference) => get().analysis?.nodes[get().graphId]?.[node]?.outputs[output];

function selectedBlock(): string | null {
  const { selection } = get();
  const graph = currentGraph();
  const [only] = selection;
  return selection.length === 1 && graph.layers[graph.nodes[only]?.layer ?? ""]?.definition ? only : null;
}

function addCopy(definition: string, options: AddOptions): void {
  const copied = copyDefinition(get().document, definition);
  const { name } = copied.document.definitions[copied.definition];
  const make = (graph: Graph, place: Position) => addBlock(graph, copied.definition, name, place);
  addNode(name, options, make, false, copied.document);
}

export const blockActions: Pick<
  Actions, "askBlock" | "reuseBlock" | "renameDefinition" | "groupSelection" | "unpackSelection" | "repeatSelection"
> = {
  askBlock(definition, options = {}) {
    const { document, graphId, actions } = get();
    const isHere = layerOfDefinition(currentGraph(), definition) !== null;
    // A block cannot stand inside itself: the action says so.
    if (isHere && !containsGraph(document, definition, graphId)) useStudio.setState({ overlay: "reuse", reuse: { definition, options } });
    else actions.addBlock(definition, options);
  },
  reuseBlock(definition, how, options = {}) {
    const layerId = how === "call" ? layerOfDefinition(currentGraph(), definition) : null;
    if (layerId !== null) {
      const make = (graph: Graph, place: Position) => addCall(graph, layerId, place);
      addNode(`a call of ${currentGraph().layers[layerId].name}`, options, make);
    } else if (how === "copy") addCopy(definition, options);
    else get().actions.addBlock(definition, options);
  },
  renameDefinition(definition, name) {
    const { document } = get();
    const now = document.definitions[definition];
    if (!now || now.name === name) return;
    const definitions = { ...document.definitions, [definition]: { ...now, name } };
    commit(`Rename the block ${now.name} to ${name}`, { ...document, definitions }, `block ${definition}`);
  },
  groupSelection() {
    const { document, graphId, selection, actions } = get();
    const grouped = groupNodes(document, graphId, selection, entries(), specOf);
    if ("refused" in grouped) return actions.say(grouped.refused);
    const { name } = grouped.document.definitions[grouped.definition];
    commit(`Group ${selection.length === 1 ? "a layer" : `${selection.length} nodes`} into ${name}`, grouped.document, "", {
      selection: [grouped.nodeId],
    });
    actions.say(`${name} holds the selection. Double-click it to open it.`);
  },
  unpackSelection() {
    const { document, graphId } = get();
    const nodeId = selectedBlock();
    const unpacked = nodeId ? unpackBlock(document, graphId, nodeId) : null;
    if (!nodeId || !unpacked) return;
    const graph = currentGraph();
    commit(`Unpack ${graph.layers[graph.nodes[nodeId].layer ?? ""].name}`, unpacked.document, "", { selection: unpacked.nodeIds });
    reveal(unpacked.nodeIds);
  },
  repeatSelection(times) {
    const [nodeId] = get().selection;
    const graph = currentGraph();
    if (!nodeId || !(times > 1)) return;
    const { graph: row, nodeIds } = repeatNode(graph, nodeId, Math.min(Math.floor(times), MOST_REPEATS));
    const { name } = graph.layers[graph.nodes[nodeId].layer ?? ""] ?? { name: "the node" };
    if (nodeIds.length === 1) return get().actions.say(`${name} needs exactly one wire in to stand in a row.`);
    commitGraph(`Repeat ${name} ${nodeIds.length} times`, row, "", { selection: nodeIds });
    reveal(nodeIds);
  },
};
