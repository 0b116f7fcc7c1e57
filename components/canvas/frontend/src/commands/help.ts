import { CircleHelp } from "lucide-react";
import { useStudio } from "../store";
import type { Command } from "./command";

export const help: Command = {
  id: "help",
  label: "Keys",
  section: "View",
  icon: CircleHelp,
  shortcuts: ["?"],
  enabled: () => true,
  run: () => useStudio.getState().actions.setOverlay("help"),
};
