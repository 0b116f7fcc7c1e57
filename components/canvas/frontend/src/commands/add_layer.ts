import { Plus } from "lucide-react";
import { useStudio } from "../store";
import type { Command } from "./command";

export const addLayer: Command = {
  id: "add_layer",
  label: "Add a layer",
  section: "Insert",
  icon: Plus,
  shortcuts: ["Tab", "Shift+A"],
  enabled: () => true,
  run: () => useStudio.getState().actions.openQuickAdd(),
};
