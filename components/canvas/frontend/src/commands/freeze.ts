import { Lock } from "lucide-react";
import { currentGraph } from "../commit";
import { useStudio } from "../store";
import type { Command } from "./command";

export const freeze: Command = {
  id: "freeze",
  label: "Freeze or unfreeze the layer",
  section: "Edit",
  icon: Lock,
  shortcuts: ["F"],
  enabled: () => useStudio.getState().selection.length > 0,
  run: () => toggle(),
};

function toggle(): void {
  const { selection, actions } = useStudio.getState();
  const graph = currentGraph();
  const layers = new Set(selection.map((id) => graph.nodes[id]?.layer).filter((id) => id !== null && id !== undefined));
  for (const id of layers) actions.setTrainable(id, !graph.layers[id].trainable);
}
