import { Hash } from "lucide-react";
import { useStudio } from "../store";
import type { Command } from "./command";

export const showParameters: Command = {
  id: "show_parameters",
  label: "Show parameters",
  section: "View",
  icon: Hash,
  shortcuts: [],
  enabled: () => useStudio.getState().view !== "parameters",
  run: () => useStudio.getState().actions.setView("parameters"),
};
