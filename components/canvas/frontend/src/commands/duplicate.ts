import { CopyPlus } from "lucide-react";
import { useStudio } from "../store";
import type { Command } from "./command";

export const duplicate: Command = {
  id: "duplicate",
  label: "Duplicate as new layers",
  section: "Edit",
  icon: CopyPlus,
  shortcuts: ["Mod+D"],
  enabled: () => useStudio.getState().selection.length > 0,
  run: () => useStudio.getState().actions.duplicate(),
};
