import { expect, test } from "vitest";
import { COMMANDS } from "./index";
import { commandFor, shownKeys } from "./keys";

const stroke = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "shiftKey" | "altKey", boolean>> = {}) => ({
  key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held,
});

test("no two commands share a key or an id", () => {
  const shortcuts = COMMANDS.flatMap((command) => command.shortcuts);
  expect(new Set(shortcuts).size).toBe(shortcuts.length);
  expect(new Set(COMMANDS.map((command) => command.id)).size).toBe(COMMANDS.length);
});

test("no command is a bare letter that Streamlit binds", () => {
  const shortcuts = COMMANDS.flatMap((command) => command.shortcuts);
  expect(shortcuts).not.toContain("C");
  expect(shortcuts).not.toContain("R");
});

test("strokes find their command", () => {
  expect(commandFor(stroke("z", { ctrlKey: true }))?.id).toBe("undo");
  expect(commandFor(stroke("Z", { ctrlKey: true, shiftKey: true }))?.id).toBe("redo");
  expect(commandFor(stroke("D", { metaKey: true, shiftKey: true }))?.id).toBe("second_call");
  expect(commandFor(stroke("?", { shiftKey: true }))?.id).toBe("help");
  expect(commandFor(stroke("+", { shiftKey: true }))?.id).toBe("zoom_in");
  expect(commandFor(stroke("Tab"))?.id).toBe("add_layer");
  expect(commandFor(stroke("c"))).toBeUndefined();
});

test("keys are shown as they are pressed", () => {
  expect(shownKeys("Mod+Shift+D")).toBe("Ctrl Shift D");
  expect(shownKeys("+")).toBe("+");
});
