/** The bar above the canvas: project and save state, edit and view, search, help, train. */
import { Search } from "lucide-react";
import { commandById } from "../commands";
import { shownKeys } from "../commands/keys";
import { type View, useStudio } from "../store";
import { ProjectMenu } from "./ProjectMenu";
import { SaveMark } from "./SaveMark";
import { TrainButton } from "./TrainButton";

const VIEWS: [View, string][] = [["shapes", "Shapes"], ["parameters", "Parameters"]];

function IconButton({ id }: { id: string }) {
  const command = commandById(id);
  const Icon = command.icon;
  const keys = command.shortcuts[0] ? ` (${shownKeys(command.shortcuts[0])})` : "";
  return (
    <button type="button" className="ll-icon-button" aria-label={command.label} title={`${command.label}${keys}`} disabled={!command.enabled()} onClick={command.run}>
      <Icon size={17} />
    </button>
  );
}

/** Drawn again whenever what the commands ask about may have changed. */
function EditButtons() {
  useStudio((state) => state.historyIndex);
  useStudio((state) => state.history.length);
  useStudio((state) => state.document);
  return (
    <div className="ll-group">
      <IconButton id="undo" /><IconButton id="redo" /><span className="ll-rule" /><IconButton id="tidy" />
    </div>
  );
}

function ViewSwitch() {
  const view = useStudio((state) => state.view);
  const { setView } = useStudio((state) => state.actions);
  return (
    <div className="ll-segments" role="radiogroup" aria-label="What nodes show">
      {VIEWS.map(([id, label]) => (
        <button key={id} type="button" role="radio" aria-checked={view === id} onClick={() => setView(id)}>{label}</button>
      ))}
    </div>
  );
}

export function TopBar() {
  const { setOverlay } = useStudio((state) => state.actions);
  return (
    <header className="ll-bar">
      <div className="ll-bar-left"><ProjectMenu /><SaveMark /></div>
      <div className="ll-bar-middle"><EditButtons /><span className="ll-rule" /><ViewSwitch /></div>
      <div className="ll-bar-right">
        <button type="button" className="ll-find" title={`Find or run (${shownKeys("Mod+K")})`} onClick={() => setOverlay("commands")}>
          <Search size={15} /><span className="ll-wide">Find or run</span><kbd className="ll-wide">{shownKeys("Mod+K")}</kbd>
        </button>
        <IconButton id="help" />
        <TrainButton />
      </div>
    </header>
  );
}
