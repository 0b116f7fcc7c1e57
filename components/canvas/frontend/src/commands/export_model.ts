import { Download } from "lucide-react";
import { useStudio } from "../store";
import type { Command } from "./command";

export const exportModel: Command = {
  id: "export_model",
  label: "Export",
  section: "Project",
  icon: Download,
  shortcuts: [],
  enabled: () => useStudio.getState().projectId !== null,
  run: () => useStudio.getState().actions.go("export"),
};
