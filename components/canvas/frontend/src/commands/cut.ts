import { Scissors } from "lucide-react";
import { useStudio } from "../store";
import type { Command } from "./command";

export const cut: Command = {
  id: "cut",
  label: "Cut",
  section: "Edit",
  icon: Scissors,
  shortcuts: ["Mod+X"],
  enabled: () => useStudio.getState().selection.length > 0,
  run: () => useStudio.getState().actions.cut(),
};
