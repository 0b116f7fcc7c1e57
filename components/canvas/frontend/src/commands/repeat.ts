import { Repeat } from "lucide-react";
import { useStudio } from "../store";
import type { Command } from "./command";

export const repeat: Command = {
  id: "repeat",
  label: "Repeat in a row, own weights each",
  section: "Edit",
  icon: Repeat,
  shortcuts: ["Mod+Shift+E"],
  enabled: () => useStudio.getState().selection.length === 1,
  run: () => useStudio.getState().actions.setOverlay("repeat"),
};
