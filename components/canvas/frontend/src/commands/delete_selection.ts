import { Trash2 } from "lucide-react";
import { useStudio } from "../store";
import type { Command } from "./command";

export const deleteSelection: Command = {
  id: "delete_selection",
  label: "Delete; a wire through stays connected",
  section: "Edit",
  icon: Trash2,
  shortcuts: ["Delete", "Backspace"],
  enabled: () => useStudio.getState().selection.length > 0,
  run: () => useStudio.getState().actions.deleteSelection(),
};
