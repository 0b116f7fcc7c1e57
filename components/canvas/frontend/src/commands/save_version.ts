import { Save } from "lucide-react";
import { useStudio } from "../store";
import type { Command } from "./command";

export const saveVersion: Command = {
  id: "save_version",
  label: "Save a named version",
  section: "Project",
  icon: Save,
  shortcuts: ["Mod+S"],
  enabled: () => useStudio.getState().projectId !== null,
  run: () => useStudio.getState().actions.setOverlay("versions"),
};
