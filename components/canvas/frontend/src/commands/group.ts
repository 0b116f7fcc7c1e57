import { Group } from "lucide-react";
import { useStudio } from "../store";
import type { Command } from "./command";

export const group: Command = {
  id: "group",
  label: "Group into a block",
  section: "Edit",
  icon: Group,
  shortcuts: ["Mod+G"],
  enabled: () => useStudio.getState().selection.length > 0,
  run: () => useStudio.getState().actions.groupSelection(),
};
