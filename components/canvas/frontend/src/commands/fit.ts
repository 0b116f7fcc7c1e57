import { Maximize } from "lucide-react";
import { fitView, viewport } from "../viewport";
import type { Command } from "./command";

export const fit: Command = {
  id: "fit",
  label: "Fit everything",
  section: "View",
  icon: Maximize,
  shortcuts: ["1"],
  enabled: () => viewport() !== null,
  run: () => fitView(),
};
