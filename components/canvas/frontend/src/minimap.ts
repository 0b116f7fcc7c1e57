/** Colours of the overview: the family of each node, red where a problem stands. */
import type { Node } from "@xyflow/react";
import { useCallback } from "react";
import { entries } from "./commit";
import { currentGraph } from "./commit";
import { familyKey } from "./icons";
import { useStudio } from "./store";

export function useMiniMapColour(): (node: Node) => string {
  const wrong = useStudio((state) => {
    const nodes = state.analysis?.nodes[state.graphId] ?? {};
    return Object.keys(nodes).filter((id) => nodes[id].state === "error").join(" ");
  });
  const catalogue = useStudio((state) => state.catalogue);
  return useCallback(
    (node: Node) => {
      if (wrong.split(" ").includes(node.id)) return "var(--error)";
      const graph = currentGraph();
      const layer = graph.layers[graph.nodes[node.id]?.layer ?? ""];
      const family = layer?.definition ? "Blocks" : (catalogue && entries().get(layer?.class_name ?? "")?.family) || "";
      return `var(--${familyKey(family)})`;
    },
    [wrong, catalogue],
  );
}
