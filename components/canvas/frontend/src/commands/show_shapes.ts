import { Ruler } from "lucide-react";
import { useStudio } from "../store";
import type { Command } from "./command";

export const showShapes: Command = {
  id: "show_shapes",
  label: "Show shapes",
  section: "View",
  icon: Ruler,
  shortcuts: [],
  enabled: () => useStudio.getState().view !== "shapes",
  run: () => useStudio.getState().actions.setView("shapes"),
};
