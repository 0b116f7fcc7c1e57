/** What a command is. Menu, toolbar, keys, search and help all come from the list in index.ts. */
import type { LucideIcon } from "lucide-react";

export type Section = "Edit" | "View" | "Insert" | "Project";

export interface Command {
  id: string;
  label: string;
  section: Section;
  icon: LucideIcon;
  /** Keys such as "Mod+Shift+D"; Mod is Ctrl, or Cmd on a Mac. Several do the same. */
  shortcuts: string[];
  enabled(): boolean;
  run(): void;
}
