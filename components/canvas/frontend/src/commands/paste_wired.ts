import { ClipboardPaste } from "lucide-react";
import { useStudio } from "../store";
import type { Command } from "./command";

export const pasteWired: Command = {
  id: "paste_wired",
  label: "Paste as new layers, wired like the copied ones",
  section: "Edit",
  icon: ClipboardPaste,
  shortcuts: ["Mod+Shift+V"],
  enabled: () => true,
  run: () => useStudio.getState().actions.paste(undefined, true),
};
