import { ClipboardPaste } from "lucide-react";
import { useStudio } from "../store";
import type { Command } from "./command";

export const paste: Command = {
  id: "paste",
  label: "Paste as new layers",
  section: "Edit",
  icon: ClipboardPaste,
  shortcuts: ["Mod+V"],
  enabled: () => true,
  run: () => useStudio.getState().actions.paste(),
};
