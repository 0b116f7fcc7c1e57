import { Ungroup } from "lucide-react";
import { currentGraph } from "../commit";
import { layerOf } from "../document/walk";
import { useStudio } from "../store";
import type { Command } from "./command";

export const unpack: Command = {
  id: "unpack",
  label: "Unpack a block into its layers",
  section: "Edit",
  icon: Ungroup,
  shortcuts: ["Mod+Shift+G"],
  enabled: () => {
    const { selection } = useStudio.getState();
    return selection.length === 1 && Boolean(layerOf(currentGraph(), selection[0])?.definition);
  },
  run: () => useStudio.getState().actions.unpackSelection(),
};
