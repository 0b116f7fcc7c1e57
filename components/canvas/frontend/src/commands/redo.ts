import { Redo2 } from "lucide-react";
import { useStudio } from "../store";
import type { Command } from "./command";

export const redo: Command = {
  id: "redo",
  label: "Redo",
  section: "Edit",
  icon: Redo2,
  shortcuts: ["Mod+Shift+Z", "Mod+Y"],
  enabled: () => useStudio.getState().historyIndex < useStudio.getState().history.length - 1,
  run: () => useStudio.getState().actions.redo(),
};
