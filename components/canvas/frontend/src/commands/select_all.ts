import { BoxSelect } from "lucide-react";
import { currentGraph } from "../commit";
import { useStudio } from "../store";
import type { Command } from "./command";

export const selectAll: Command = {
  id: "select_all",
  label: "Select all",
  section: "Edit",
  icon: BoxSelect,
  shortcuts: ["Mod+A"],
  enabled: () => Object.keys(currentGraph().nodes).length > 0,
  run: () => useStudio.getState().actions.select(Object.keys(currentGraph().nodes)),
};
