import { Scan } from "lucide-react";
import { viewport } from "../viewport";
import type { Command } from "./command";

export const zoomActual: Command = {
  id: "zoom_actual",
  label: "Zoom to 100 %",
  section: "View",
  icon: Scan,
  shortcuts: ["0"],
  enabled: () => viewport() !== null,
  run: () => void viewport()?.zoomTo(1, { duration: 120 }),
};
