import { type RefObject, useEffect, useState } from "react";

const NARROW_PX = 1199;

/** Whether the whole component is too narrow for a full palette. */
export function useNarrow(ref: RefObject<HTMLElement>): boolean {
  const [narrow, setNarrow] = useState(() => window.innerWidth <= NARROW_PX);
  useEffect(() => {
    const root = ref.current?.closest<HTMLElement>(".ll-root") ?? ref.current;
    if (!root) return;
    const observer = new ResizeObserver(([entry]) => setNarrow(entry.contentRect.width <= NARROW_PX));
    observer.observe(root);
    return () => observer.disconnect();
  }, [ref]);
  return narrow;
}
