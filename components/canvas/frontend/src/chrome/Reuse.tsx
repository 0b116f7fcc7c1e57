/** A block once more: asked each time, because the three ways look alike on the canvas and train differently. */
import { Box, Copy, Link, X } from "lucide-react";
import type { Reuse as How } from "../actions_blocks";
import { useStudio } from "../store";

const WAYS: [How, typeof Link, string, string][] = [
  ["call", Link, "Same weights", "Another call of the block that is there. Its parameters count once."],
  ["own", Box, "Own weights", "The same layers, trained apart. An edit of the block changes both."],
  ["copy", Copy, "Independent copy", "A block of its own. An edit of one leaves the other as it is."],
];

export function Reuse() {
  const reuse = useStudio((state) => state.reuse);
  const name = useStudio((state) => state.document.definitions[state.reuse?.definition ?? ""]?.name ?? "");
  const { reuseBlock, setOverlay } = useStudio((state) => state.actions);
  if (!reuse) return null;
  const choose = (how: How) => {
    setOverlay(null);
    reuseBlock(reuse.definition, how, reuse.options);
  };
  return (
    <div className="ll-search ll-versions ll-reuse" role="dialog" aria-label={`Use ${name} again`}>
      <header>
        <h2>Use {name} again</h2>
        <button type="button" className="ll-icon-button" aria-label="Close" onClick={() => setOverlay(null)}><X size={16} /></button>
      </header>
      {WAYS.map(([how, Icon, title, words], index) => (
        <button key={how} type="button" className="ll-way" autoFocus={index === 0} onClick={() => choose(how)}>
          <Icon size={16} aria-hidden="true" />
          <b>{title}</b>
          <span>{words}</span>
        </button>
      ))}
    </div>
  );
}
