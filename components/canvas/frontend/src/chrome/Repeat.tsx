/** How many times a node stands in a row. */
import { X } from "lucide-react";
import { useState } from "react";
import { MOST_REPEATS } from "../actions_blocks";
import { useStudio } from "../store";

export function Repeat() {
  const { repeatSelection, setOverlay } = useStudio((state) => state.actions);
  const [text, setText] = useState("3");
  const times = Number(text);
  const isFine = Number.isInteger(times) && times >= 2 && times <= MOST_REPEATS;
  const repeat = (event: React.FormEvent) => {
    event.preventDefault();
    if (!isFine) return;
    setOverlay(null);
    repeatSelection(times);
  };
  return (
    <div className="ll-search ll-versions" role="dialog" aria-label="Repeat">
      <header>
        <h2>Repeat in a row</h2>
        <button type="button" className="ll-icon-button" aria-label="Close" onClick={() => setOverlay(null)}><X size={16} /></button>
      </header>
      <form onSubmit={repeat}>
        <input
          aria-label="How many times" inputMode="numeric" value={text} autoFocus aria-invalid={!isFine}
          onFocus={(event) => event.target.select()} onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="ll-button ll-button-primary" disabled={!isFine}>Repeat</button>
      </form>
      <p>{isFine ? `${times} in all, one after the other, each with weights of its own.` : `A whole number from 2 to ${MOST_REPEATS}.`}</p>
    </div>
  );
}
