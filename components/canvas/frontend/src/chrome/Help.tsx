/** Keys and gestures; the keys are the commands' own. */
import { X } from "lucide-react";
import { COMMANDS } from "../commands";
import type { Section } from "../commands/command";
import { shownKeys } from "../commands/keys";
import { useStudio } from "../store";

const SECTIONS: Section[] = ["Insert", "Edit", "View", "Project"];
const GESTURES = [
  ["Drag from the palette", "place a layer; on a wire, insert it there"],
  ["Drag between ports", "wire; on a node's body, into its first free port"],
  ["Let a wire go over nothing", "search for the layer that reads it"],
  ["Drag a wire's end", "move it to another port"],
  ["Right button or menu key", "what can be done with a node, a wire or an empty place"],
  ["Shift and drag", "select a box"],
  ["Ctrl and click", "add to the selection"],
  ["Double-click a block", "open it"],
  ["Arrow keys", "move the selection by 8, with Shift by 32"],
];

export function Help() {
  const { setOverlay } = useStudio((state) => state.actions);
  return (
    <div className="ll-help" role="dialog" aria-label="Keys">
      <header>
        <h2>Keys and gestures</h2>
        <button type="button" className="ll-icon-button" aria-label="Close" autoFocus onClick={() => setOverlay(null)}><X size={16} /></button>
      </header>
      <div className="ll-help-columns">
        {SECTIONS.map((section) => (
          <section key={section}>
            <h3>{section}</h3>
            <dl>
              {COMMANDS.filter((command) => command.section === section && command.shortcuts.length > 0).map((command) => (
                <div key={command.id}>
                  <dt>{command.label}</dt>
                  <dd>{command.shortcuts.map((shortcut) => <kbd key={shortcut}>{shownKeys(shortcut)}</kbd>)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <section>
          <h3>Mouse and touch</h3>
          <dl>{GESTURES.map(([gesture, effect]) => <div key={gesture}><dt>{gesture}</dt><dd>{effect}</dd></div>)}</dl>
        </section>
      </div>
    </div>
  );
}
