import { ZoomOut } from "lucide-react";
import { viewport } from "../viewport";
import type { Command } from "./command";

export const zoomOut: Command = {
  id: "zoom_out",
  label: "Zoom out",
  section: "View",
  icon: ZoomOut,
  shortcuts: ["-"],
  enabled: () => viewport() !== null,
  run: () => void viewport()?.zoomOut({ duration: 120 }),
};
