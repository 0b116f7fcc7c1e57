import { LayoutGrid } from "lucide-react";
import { currentGraph } from "../commit";
import { useStudio } from "../store";
import type { Command } from "./command";

export const tidy: Command = {
  id: "tidy",
  label: "Tidy up",
  section: "View",
  icon: LayoutGrid,
  shortcuts: ["Mod+Shift+L"],
  enabled: () => Object.keys(currentGraph().nodes).length > 1,
  run: () => useStudio.getState().actions.tidy(),
};
