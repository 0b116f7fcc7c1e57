import { Replace } from "lucide-react";
import { currentGraph } from "../commit";
import { layerOf } from "../document/walk";
import { useStudio } from "../store";
import type { Command } from "./command";

export const swap: Command = {
  id: "swap",
  label: "Swap for another layer, wires stay",
  section: "Edit",
  icon: Replace,
  shortcuts: ["Mod+Shift+X"],
  enabled: () => {
    const { selection } = useStudio.getState();
    const graph = currentGraph();
    return selection.length === 1 && !graph.inputs.includes(selection[0]) && Boolean(layerOf(graph, selection[0])?.class_name);
  },
  run: () => useStudio.getState().actions.setOverlay("swap"),
};
