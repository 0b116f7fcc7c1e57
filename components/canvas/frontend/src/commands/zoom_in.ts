import { ZoomIn } from "lucide-react";
import { viewport } from "../viewport";
import type { Command } from "./command";

export const zoomIn: Command = {
  id: "zoom_in",
  label: "Zoom in",
  section: "View",
  icon: ZoomIn,
  shortcuts: ["+", "="],
  enabled: () => viewport() !== null,
  run: () => void viewport()?.zoomIn({ duration: 120 }),
};
