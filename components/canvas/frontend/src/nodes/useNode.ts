/** What one node of the canvas shows, read from the store piece by piece so that only changed nodes draw again. */
import { useMemo } from "react";
import { entries } from "../commit";
import { describeLayer } from "../document/describe";
import { graphOf } from "../document/walk";
import type { Entry, Graph, NodeFigures } from "../protocol";
import { type StudioState, useStudio } from "../store";

export const openGraph = (state: StudioState): Graph => graphOf(state.document, state.graphId);

export function useFigures(nodeId: string): NodeFigures | undefined {
  return useStudio((state) => state.analysis?.nodes[state.graphId]?.[nodeId]);
}

export function useNodeView(nodeId: string) {
  const node = useStudio((state) => openGraph(state).nodes[nodeId]);
  const layer = useStudio((state) => openGraph(state).layers[openGraph(state).nodes[nodeId]?.layer ?? ""]);
  const catalogue = useStudio((state) => state.catalogue);
  const figures = useFigures(nodeId);
  const isOutput = useStudio((state) => openGraph(state).outputs.some((output) => output.node === nodeId));
  // A block's words depend on its definition, which other gestures change.
  const definitions = useStudio((state) => (layer?.definition ? state.document.definitions : null));
  const entry = useMemo(() => (catalogue && layer ? entries().get(layer.class_name) : undefined), [catalogue, layer]);
  const words = useMemo(
    () => (layer ? describeLayer(layer, entry, definitions ? useStudio.getState().document : undefined) : (node?.op ?? "")),
    [layer, entry, definitions, node],
  );
  const isUnknown = catalogue !== null && layer !== undefined && !layer.definition && !entry;
  const family = layer?.definition ? "Blocks" : (entry?.family ?? (isUnknown ? "unknown" : "Core"));
  return { node, layer, entry, figures, isOutput, words, family, isUnknown };
}

let threadsOf: Graph | null = null;
let threadsWith: Map<string, Entry> | null = null;
let threads = new Map<string, { family: string; calls: number }>();
const ORDER = ["core", "convolution", "pooling", "recurrent", "attention", "norm", "merge", "io"];

/** Colours of shared layers: the family's own, and the next family's when two layers would look alike. */
export function threadsOfGraph(graph: Graph, familyOf: (layerId: string) => string): typeof threads {
  // Families are known only once the catalogue is here.
  if (graph === threadsOf && entries() === threadsWith) return threads;
  threads = new Map();
  const used = new Set<string>();
  const counts = new Map<string, number>();
  for (const node of Object.values(graph.nodes)) if (node.layer) counts.set(node.layer, (counts.get(node.layer) ?? 0) + 1);
  for (const [layerId, count] of counts) {
    if (count < 2) continue;
    const own = familyOf(layerId);
    const start = Math.max(0, ORDER.indexOf(own));
    const family = [own, ...ORDER.slice(start + 1), ...ORDER].find((key) => !used.has(key)) ?? own;
    used.add(family);
    threads.set(layerId, { family, calls: count });
  }
  threadsOf = graph;
  threadsWith = entries();
  return threads;
}
