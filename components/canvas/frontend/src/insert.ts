/** What comes out of the palette, at a place of the canvas; let go on a wire it stands in it. */
import { commitGraph, currentGraph, entries } from "./commit";
import { slotAt } from "./document/connect";
import { addBlock, addLayer, wire } from "./document/edits";
import { firstFreeSlot, portsOf } from "./document/ports";
import { containsGraph } from "./document/walk";
import type { Added } from "./palette_drag";
import type { Position } from "./protocol";
import { rememberRecent } from "./recent";
import { useStudio } from "./store";

export function addAt({ className, definition }: Added, position: Position): void {
  const { actions } = useStudio.getState();
  if (definition) actions.askBlock(definition, { position });
  else actions.addLayer(className, { position });
}

export function insertOnWire(what: Added, wireId: string, position: Position): void {
  const { document, graphId } = useStudio.getState();
  const { className, definition } = what;
  const graph = currentGraph();
  const target = wireId.slice(0, wireId.indexOf("|"));
  const slot = slotAt(document, graph, target, wireId.slice(wireId.indexOf("|") + 1), entries());
  const entry = entries().get(className);
  const fits = definition ? !containsGraph(document, definition, graphId) : entry && entry.ports.length > 0;
  if (!slot?.source || !fits) return addAt(what, position);
  const added = definition ? addBlock(graph, definition, className, position) : entry && addLayer(graph, entry, position);
  if (!added) return;
  const node = added.graph.nodes[added.nodeId];
  const free = firstFreeSlot(node, portsOf(document, added.graph, node, entries()));
  const fed = free ? wire(added.graph, added.nodeId, free, slot.source) : added.graph;
  if (!definition) rememberRecent(className);
  const next = wire(fed, target, slot, { node: added.nodeId, output: 0 });
  commitGraph(`Insert ${className}`, next, "", { selection: [added.nodeId] });
}
