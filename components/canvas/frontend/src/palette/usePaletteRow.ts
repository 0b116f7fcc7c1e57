import { type MouseEvent, type PointerEvent, useRef } from "react";
import { useStudio } from "../store";

const CLICK = 4;

/** Press, drag and click of a palette row. `add` is called for a click or Enter, not at the end of a drag. */
export function usePaletteRow(name: string, definition: string | null, add: () => void) {
  const actions = useStudio((state) => state.actions);
  const from = useRef<{ x: number; y: number } | null>(null);
  const onPointerDown = (event: PointerEvent) => {
    from.current = { x: event.clientX, y: event.clientY };
    actions.startPaletteDrag(name, event, definition);
  };
  const onClick = (event: MouseEvent) => {
    const start = from.current;
    from.current = null;
    const isKey = event.detail === 0;
    // The end of a drag is a click too, on the row where it began.
    if (!isKey && start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > CLICK) return;
    add();
  };
  return { onPointerDown, onClick };
}
