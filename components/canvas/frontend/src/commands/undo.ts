import { Undo2 } from "lucide-react";
import { useStudio } from "../store";
import type { Command } from "./command";

export const undo: Command = {
  id: "undo",
  label: "Undo",
  section: "Edit",
  icon: Undo2,
  shortcuts: ["Mod+Z"],
  enabled: () => useStudio.getState().historyIndex > 0,
  run: () => useStudio.getState().actions.undo(),
};
