import { LogOut } from "lucide-react";
import { currentGraph } from "../commit";
import { useStudio } from "../store";
import type { Command } from "./command";

export const toggleOutput: Command = {
  id: "toggle_output",
  label: "Make an output, or take the mark off",
  section: "Edit",
  icon: LogOut,
  shortcuts: ["O"],
  enabled: () => useStudio.getState().selection.length === 1,
  run: () => toggle(),
};

function toggle(): void {
  const { selection, actions } = useStudio.getState();
  const isOutput = currentGraph().outputs.some((output) => output.node === selection[0]);
  actions.setOutput(selection[0], !isOutput); // off: every mark of the node
}
