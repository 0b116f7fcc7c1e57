/** A layer dragged out of the palette by pointer events, which work with mouse, pen and touch alike. */
import type { PointerEvent as ReactPointerEvent } from "react";
import { useStudio } from "./store";

const THRESHOLD = 4;

/** What a row of the palette adds: a layer of a class, or one that stands for a definition. */
export interface Added {
  className: string;
  definition: string | null;
}

type Drop = (added: Added, x: number, y: number) => void;

let drop: Drop | null = null;

/** The canvas says here what a drop at a place of the screen means. */
export function setDropHandler(handler: Drop | null): void {
  drop = handler;
}

export function startPaletteDrag(className: string, event: PointerEvent | ReactPointerEvent, definition: string | null = null): void {
  if (event.button !== 0) return;
  const start = { x: event.clientX, y: event.clientY };
  const pointer = event.pointerId;
  let moved = false;

  const move = (next: PointerEvent) => {
    if (next.pointerId !== pointer) return;
    moved ||= Math.hypot(next.clientX - start.x, next.clientY - start.y) > THRESHOLD;
    if (moved) {
      next.preventDefault();
      useStudio.setState({ drag: { className, definition, x: next.clientX, y: next.clientY, moved } });
    }
  };
  const finish = () => {
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", up);
    window.removeEventListener("pointercancel", finish);
    window.removeEventListener("keydown", escape, true);
    useStudio.setState({ drag: null });
  };
  const up = (next: PointerEvent) => {
    if (next.pointerId !== pointer) return;
    finish();
    if (moved) drop?.({ className, definition }, next.clientX, next.clientY);
  };
  const escape = (key: KeyboardEvent) => {
    if (key.key === "Escape") finish();
  };
  window.addEventListener("pointermove", move, { passive: false });
  window.addEventListener("pointerup", up);
  window.addEventListener("pointercancel", finish);
  window.addEventListener("keydown", escape, true);
}
