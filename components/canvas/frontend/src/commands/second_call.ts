import { Link } from "lucide-react";
import { useStudio } from "../store";
import type { Command } from "./command";

export const secondCall: Command = {
  id: "second_call",
  label: "Call the layer a second time, same weights",
  section: "Edit",
  icon: Link,
  shortcuts: ["Mod+Shift+D"],
  enabled: () => useStudio.getState().selection.length > 0,
  run: () => useStudio.getState().actions.secondCall(),
};
