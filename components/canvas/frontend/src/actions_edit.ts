/** Actions on the document, the selection and the view. */
import type { Actions, AddOptions } from "./actions";
import { commit, commitGraph, currentGraph, entries, travel } from "./commit";
import { applyEdits } from "./document/apply";
import { type Piece, copyNodes, misfits, pastePiece, withoutNodes } from "./document/clipboard";
import * as edits from "./document/edits";
import { freeOffset, freePlace, placeBelow } from "./document/place";
import { firstFreeSlot, portsOf } from "./document/ports";
import { swapClass } from "./document/swap";
import { tidyPositions } from "./document/tidy";
import { MAIN, containsGraph, graphOf, withGraph } from "./document/walk";
import { startPaletteDrag } from "./palette_drag";
import type { Document, Graph, Position, Reference } from "./protocol";
import { rememberRecent } from "./recent";
import { useStudio } from "./store";

let clipboard: Piece | null = null;
let tick = 0;

const get = () => useStudio.getState();
const nameOf = (graph: Graph, nodeId: string) => graph.layers[graph.nodes[nodeId]?.layer ?? ""]?.name ?? nodeId;

/** Wires the new node below the selected ones; the mark of an output at the end of the chain moves along. */
function wireAfter(document: Document, graph: Graph, sources: Reference[], nodeId: string): Graph {
  let next = graph;
  for (const source of sources) {
    const node = next.nodes[nodeId];
    const slot = firstFreeSlot(node, portsOf(document, next, node, entries()));
    if (!slot || !(source.node in next.nodes)) break;
    next = edits.wire(next, nodeId, slot, source);
    if (source.output === 0) next = edits.moveOutput(next, source.node, nodeId);
  }
  const isWired = next !== graph;
  return isWired && next.outputs.length === 0 ? edits.setOutput(next, nodeId, true) : next;
}

/** Puts a node at its place, or below the selection and wired to it. `document` is the base, with what the node needs. */
export function addNode(
  label: string, options: AddOptions, make: (graph: Graph, place: Position) => edits.Added, isInput = false, document = get().document,
): string {
  const graph = currentGraph();
  const chosen = options.position ? [] : get().selection.map((node) => ({ node, output: 0 }));
  const sources = isInput ? [] : options.source ? [options.source] : chosen;
  const place = options.position ? freePlace(graph, options.position) : placeBelow(graph, get().selection);
  const added = make(graph, place);
  const wired = wireAfter(document, added.graph, sources, added.nodeId);
  commit(`Add ${label}`, withGraph(document, get().graphId, wired), "", { selection: [added.nodeId] });
  if (!options.position) reveal([added.nodeId]);
  return added.nodeId;
}

/** Brings nodes into view; none are all of them. */
export function reveal(nodes: string[]): void {
  tick += 1;
  useStudio.setState({ revealRequest: { nodes, tick } });
}

/** Puts copies at `corner`, or beside what stands there, so that they cover nothing. */
function insertPiece(label: string, piece: Piece, corner: Position | null = null, keepWires = false): void {
  const nodes = Object.values(piece.nodes);
  const left = Math.min(...nodes.map(({ position }) => position.x));
  const top = Math.min(...nodes.map(({ position }) => position.y));
  const offset = corner ? { x: corner.x - left, y: corner.y - top } : freeOffset(currentGraph(), nodes);
  const pasted = pastePiece(currentGraph(), piece, offset, keepWires);
  commitGraph(label, pasted.graph, "", { selection: pasted.nodeIds });
  if (!corner) reveal(pasted.nodeIds);
}

export const editActions: Pick<
  Actions,
  | "addLayer" | "addBlock" | "swapSelection" | "setConfig" | "resetConfig" | "renameLayer" | "setTrainable" | "setOutput" | "renameOutput"
  | "deleteSelection" | "applyFix" | "applyEdits" | "unlink" | "duplicate" | "secondCall" | "copy" | "cut" | "paste"
  | "tidy" | "select" | "reveal" | "openGraph" | "undo" | "redo" | "goTo" | "setView" | "setOverlay" | "openQuickAdd" | "say"
  | "startPaletteDrag"
> = {
  addLayer(className, options = {}) {
    const entry = entries().get(className);
    if (!entry) return null;
    rememberRecent(className);
    const make = (graph: Graph, place: Position) => edits.addLayer(graph, entry, place, options.config);
    return addNode(className, options, make, edits.isInput(entry));
  },
  addBlock(id, options = {}) {
    const { document, graphId } = get();
    const definition = document.definitions[id];
    if (!definition) return null;
    if (containsGraph(document, id, graphId)) {
      editActions.say(`${definition.name} cannot stand inside itself.`);
      return null;
    }
    const make = (graph: Graph, place: Position) => edits.addBlock(graph, id, definition.name, place);
    return addNode(definition.name, options, make);
  },
  swapSelection(className) {
    const graph = currentGraph();
    const layerId = graph.nodes[get().selection[0]]?.layer ?? "";
    const layer = graph.layers[layerId];
    const entry = entries().get(className);
    if (!layer || !entry) return;
    const swapped = swapClass(graph, layerId, entry, entries().get(layer.class_name));
    commitGraph(`Swap ${layer.name} for ${className}`, swapped);
  },
  setConfig(layerId, key, value) {
    const graph = currentGraph();
    const name = graph.layers[layerId]?.name ?? "";
    commitGraph(`Set ${key} of ${name}`, edits.setConfig(graph, layerId, key, value), `config ${layerId} ${key}`);
  },
  resetConfig(layerId, key) {
    const graph = currentGraph();
    commitGraph(`Reset ${key} of ${graph.layers[layerId]?.name ?? ""}`, edits.resetConfig(graph, layerId, key));
  },
  renameLayer(layerId, name) {
    const graph = currentGraph();
    const layer = graph.layers[layerId];
    if (!layer || layer.name === name) return;
    const renamed = edits.replaceLayer(graph, layerId, { name });
    // An output named like its layer keeps saying what it is.
    const outputs = renamed.outputs.map((output) =>
      graph.nodes[output.node]?.layer === layerId && output.name === layer.name ? { ...output, name } : output,
    );
    commitGraph(`Rename ${layer.name} to ${name}`, { ...renamed, outputs }, `rename ${layerId}`);
  },
  setTrainable(layerId, trainable) {
    const graph = currentGraph();
    const label = `${trainable ? "Unfreeze" : "Freeze"} ${graph.layers[layerId]?.name ?? ""}`;
    commitGraph(label, edits.replaceLayer(graph, layerId, { trainable }));
  },
  setOutput(nodeId, on, name, index) {
    const graph = currentGraph();
    const label = on ? `Make ${nameOf(graph, nodeId)} an output` : `Take the output off ${nameOf(graph, nodeId)}`;
    commitGraph(label, edits.setOutput(graph, nodeId, on, name, index ?? null));
  },
  renameOutput(outputId, name) {
    const graph = currentGraph();
    const outputs = graph.outputs.map((output) => (output.id === outputId ? { ...output, name } : output));
    commitGraph(`Rename an output to ${name}`, { ...graph, outputs }, `output ${outputId}`);
  },
  deleteSelection() {
    const { selection } = get();
    const graph = currentGraph();
    if (selection.length === 0) return;
    const label = selection.length === 1 ? `Delete ${nameOf(graph, selection[0])}` : `Delete ${selection.length} nodes`;
    commitGraph(label, edits.deleteNodes(graph, selection), "", { selection: [] });
  },
  applyFix(fix) {
    commit(fix.label, applyEdits(get().document, fix.edits, entries()));
  },
  applyEdits(label, list) {
    commit(label, applyEdits(get().document, list, entries()));
  },
  unlink(nodeId) {
    commitGraph(`Unlink ${nameOf(currentGraph(), nodeId)}`, edits.unlink(currentGraph(), nodeId));
  },
  duplicate() {
    const { selection } = get();
    if (selection.length > 0) insertPiece("Duplicate", copyNodes(currentGraph(), selection));
  },
  secondCall() {
    const graph = currentGraph();
    const callable = get().selection.filter((id) => !graph.inputs.includes(id) && graph.nodes[id]?.layer);
    let next = graph;
    const made: string[] = [];
    for (const id of callable) {
      const { x, y } = graph.nodes[id].position;
      const added = edits.secondCall(next, id, freePlace(next, { x: x + edits.PITCH.x, y }));
      next = added.graph;
      made.push(added.nodeId);
    }
    const label = made.length === 1 ? `Call ${nameOf(graph, callable[0])} a second time` : "Call layers a second time";
    if (made.length === 0) return;
    commitGraph(label, next, "", { selection: made });
    reveal(made);
  },
  copy() {
    const { selection } = get();
    if (selection.length === 0) return;
    clipboard = copyNodes(currentGraph(), selection);
    editActions.say(selection.length === 1 ? "Copied 1 node." : `Copied ${selection.length} nodes.`);
  },
  cut() {
    editActions.copy();
    editActions.deleteSelection();
  },
  paste(at, keepWires = false) {
    if (!clipboard) return;
    const left = misfits(get().document, get().graphId, clipboard);
    const piece = withoutNodes(clipboard, left);
    if (left.length > 0) editActions.say("Blocks were left out: they would stand inside themselves, or belong to another project.");
    if (Object.keys(piece.nodes).length > 0) insertPiece("Paste", piece, at, keepWires);
  },
  tidy() {
    const graph = currentGraph();
    commitGraph("Tidy up", edits.moveNodes(graph, tidyPositions(graph)));
    reveal([]);
  },
  select(ids) {
    const { selection } = get();
    const isSame = ids.length === selection.length && ids.every((id, index) => id === selection[index]);
    if (!isSame) useStudio.setState({ selection: ids });
  },
  reveal(nodeId, graphId) {
    const { document, graphId: open } = get();
    const target = graphId ?? open;
    if (!(nodeId in graphOf(document, target).nodes)) return;
    useStudio.setState({ graphId: target, selection: [nodeId] });
    reveal([nodeId]);
  },
  openGraph(graphId) {
    if (graphId !== MAIN && !(graphId in get().document.definitions)) return;
    useStudio.setState({ graphId, selection: [] });
  },
  undo() {
    travel(get().historyIndex - 1);
  },
  redo() {
    travel(get().historyIndex + 1);
  },
  goTo(index) {
    travel(index);
  },
  setView(view) {
    useStudio.setState({ view });
  },
  setOverlay(overlay) {
    useStudio.setState({ overlay });
  },
  openQuickAdd(position = null, source = null, wire = null) {
    useStudio.setState({ overlay: "quick-add", quickAdd: { position, source, wire } });
  },
  say(notice) {
    useStudio.setState({ notice });
  },
  startPaletteDrag,
};
