import { Search } from "lucide-react";
import { useStudio } from "../store";
import type { Command } from "./command";

export const find: Command = {
  id: "find",
  label: "Find or run",
  section: "View",
  icon: Search,
  shortcuts: ["Mod+K"],
  enabled: () => true,
  run: () => useStudio.getState().actions.setOverlay("commands"),
};
