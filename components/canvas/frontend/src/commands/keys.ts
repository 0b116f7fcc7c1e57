/** Keys to commands. One key names one command; a test says so. */
import { COMMANDS } from "./index";
import type { Command } from "./command";

export const isMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

export interface Stroke {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

const BY_KEY = new Map(COMMANDS.flatMap((command) => command.shortcuts.map((shortcut) => [shortcut, command] as const)));

/** The stroke as shortcuts are written: "Mod+Shift+D", "Delete", "?". */
export function strokeName(stroke: Stroke): string {
  const letter = stroke.key.length === 1;
  const isSign = letter && stroke.key.toLowerCase() === stroke.key.toUpperCase();
  const parts = [
    stroke.ctrlKey || stroke.metaKey ? "Mod" : "",
    stroke.altKey ? "Alt" : "",
    // A sign such as "?" already tells that Shift was held.
    stroke.shiftKey && !isSign ? "Shift" : "",
    letter ? stroke.key.toUpperCase() : stroke.key,
  ];
  return parts.filter(Boolean).join("+");
}

export function commandFor(stroke: Stroke): Command | undefined {
  return BY_KEY.get(strokeName(stroke));
}

/** A shortcut as it is shown: "Ctrl Shift D". */
export function shownKeys(shortcut: string): string {
  return shortcut.replace("Mod", isMac ? "Cmd" : "Ctrl").split(/\+(?=.)/).join(" ");
}

export function isTyping(event: Event): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
