/** What lies over the canvas for a moment: quick search, commands, keys, versions. */
import { useEffect, useRef } from "react";
import { useStudio } from "../store";
import { Help } from "./Help";
import { Repeat } from "./Repeat";
import { Reuse } from "./Reuse";
import { CommandSearch, QuickAdd, Swap } from "./Search";
import { Versions } from "./Versions";

const CONTENT = { help: Help, "quick-add": QuickAdd, commands: CommandSearch, versions: Versions, reuse: Reuse, repeat: Repeat, swap: Swap };

export function Overlays() {
  const overlay = useStudio((state) => state.overlay);
  const { setOverlay } = useStudio((state) => state.actions);
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!overlay) return;
    const root = host.current?.closest<HTMLElement>(".ll-root");
    // Keys go on working on the canvas after the overlay closes.
    return () => root?.focus({ preventScroll: true });
  }, [overlay]);
  if (!overlay) return null;
  const Content = CONTENT[overlay];
  return (
    <div
      ref={host}
      className="ll-overlay"
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) setOverlay(null);
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") setOverlay(null);
      }}
    >
      <Content />
    </div>
  );
}
