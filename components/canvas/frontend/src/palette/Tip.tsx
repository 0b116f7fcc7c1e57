import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { Entry } from "../protocol";

const DELAY_MS = 450;
const MOST_CHARACTERS = 420;

interface Shown {
  entry: Entry;
  top: number;
}

/** Shows what a layer does beside its row, after a short rest of the pointer or at once with the keyboard's focus. */
export function useTip(frame: RefObject<HTMLElement>) {
  const [shown, setShown] = useState<Shown | null>(null);
  const timer = useRef<number>(undefined);
  const onHover = useCallback(
    (entry: Entry | null, row: HTMLElement) => {
      window.clearTimeout(timer.current);
      if (!entry || !frame.current) {
        setShown(null);
        return;
      }
      const top = row.getBoundingClientRect().top - frame.current.getBoundingClientRect().top;
      timer.current = window.setTimeout(() => setShown({ entry, top }), DELAY_MS);
    },
    [frame],
  );
  // A row that goes away under the pointer says nothing of it.
  const hide = useCallback(() => {
    window.clearTimeout(timer.current);
    setShown(null);
  }, []);
  useEffect(() => hide, [hide]);
  return { shown, onHover, hide };
}

function shorten(doc: string): string {
  const first = doc.split("\n")[0];
  return first.length > MOST_CHARACTERS ? `${first.slice(0, MOST_CHARACTERS).trimEnd()} …` : first;
}

export function Tip({ shown }: { shown: Shown | null }) {
  if (!shown) return null;
  const { entry, top } = shown;
  return (
    <div className="ll-palette-tip" role="tooltip" style={{ top }}>
      <strong>{entry.class_name}</strong>
      {entry.ndim && entry.ndim !== "same rank" ? <code>{entry.ndim}</code> : null}
      <p>{entry.summary}</p>
      {entry.doc && <p className="more">{shorten(entry.doc)}</p>}
    </div>
  );
}
