import { Table2 } from "lucide-react";
import { useStudio } from "../store";
import type { Command } from "./command";

export const data: Command = {
  id: "data",
  label: "Choose data",
  section: "Project",
  icon: Table2,
  shortcuts: [],
  enabled: () => useStudio.getState().projectId !== null,
  run: () => useStudio.getState().actions.go("data"),
};
