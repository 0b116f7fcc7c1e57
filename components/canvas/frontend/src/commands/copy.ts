import { Copy } from "lucide-react";
import { useStudio } from "../store";
import type { Command } from "./command";

export const copy: Command = {
  id: "copy",
  label: "Copy",
  section: "Edit",
  icon: Copy,
  shortcuts: ["Mod+C"],
  enabled: () => useStudio.getState().selection.length > 0,
  run: () => useStudio.getState().actions.copy(),
};
