/** A layer let go on a wire stands in it. */
import { commitGraph, currentGraph, entries } from "./commit";
import { slotAt } from "./document/connect";
import { addLayer, wire } from "./document/edits";
import { firstFreeSlot, portsOf } from "./document/ports";
import type { Position } from "./protocol";
import { rememberRecent } from "./recent";
import { useStudio } from "./store";

export function insertOnWire(className: string, wireId: string, position: Position): void {
  const { document, actions } = useStudio.getState();
  const graph = currentGraph();
  const target = wireId.slice(0, wireId.indexOf("|"));
  const slot = slotAt(document, graph, target, wireId.slice(wireId.indexOf("|") + 1), entries());
  const entry = entries().get(className);
  if (!slot?.source || !entry || entry.ports.length === 0) {
    actions.addLayer(className, { position });
    return;
  }
  const added = addLayer(graph, entry, position);
  const node = added.graph.nodes[added.nodeId];
  const free = firstFreeSlot(node, portsOf(document, added.graph, node, entries()));
  const fed = free ? wire(added.graph, added.nodeId, free, slot.source) : added.graph;
  rememberRecent(className);
  const next = wire(fed, target, slot, { node: added.nodeId, output: 0 });
  commitGraph(`Insert ${className}`, next, "", { selection: [added.nodeId] });
}
