import { Focus } from "lucide-react";
import { useStudio } from "../store";
import { fitView, viewport } from "../viewport";
import type { Command } from "./command";

export const fitSelection: Command = {
  id: "fit_selection",
  label: "Fit the selection",
  section: "View",
  icon: Focus,
  shortcuts: ["."],
  enabled: () => viewport() !== null,
  run: () => fitView(useStudio.getState().selection),
};
