import { Play } from "lucide-react";
import { useStudio } from "../store";
import type { Command } from "./command";

export const train: Command = {
  id: "train",
  label: "Train",
  section: "Project",
  icon: Play,
  shortcuts: ["Mod+Enter"],
  enabled: () => useStudio.getState().projectId !== null,
  run: () => useStudio.getState().actions.go("train"),
};
