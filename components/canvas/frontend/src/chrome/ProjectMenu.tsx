/** The project's name; its menu renames, saves versions and leads to other pages. */
import { ChevronDown } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { commandById } from "../commands";
import { shownKeys } from "../commands/keys";
import { useStudio } from "../store";

const COMMANDS = ["save_version", "data", "train", "export_model"];

function NameField({ onDone }: { onDone: () => void }) {
  const name = useStudio((state) => state.projectName);
  const { renameProject } = useStudio((state) => state.actions);
  const [text, setText] = useState(name);
  const finish = () => {
    renameProject(text);
    onDone();
  };
  return (
    <input
      className="ll-project-name"
      aria-label="Project name"
      value={text}
      maxLength={200}
      autoFocus
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === "Enter") finish();
        if (event.key === "Escape") onDone();
      }}
    />
  );
}

export function ProjectMenu() {
  const name = useStudio((state) => state.projectName);
  const { go } = useStudio((state) => state.actions);
  const [isOpen, setOpen] = useState(false);
  const [isNaming, setNaming] = useState(false);
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const close = (event: Event) => {
      if (!host.current || !event.composedPath().includes(host.current)) setOpen(false);
    };
    window.addEventListener("pointerdown", close);
    return () => window.removeEventListener("pointerdown", close);
  }, [isOpen]);
  const pick = (action: () => void) => () => {
    setOpen(false);
    action();
  };
  if (isNaming) return <NameField onDone={() => setNaming(false)} />;
  return (
    <div
      className="ll-project"
      ref={host}
      onKeyDown={(event) => {
        if (event.key === "Escape") setOpen(false);
      }}
    >
      <button type="button" aria-haspopup="menu" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} title={name}>
        <b>{name}</b><ChevronDown size={14} />
      </button>
      {isOpen && (
        <div className="ll-menu" role="menu">
          <button type="button" role="menuitem" onClick={pick(() => setNaming(true))}>Rename</button>
          {COMMANDS.map(commandById).map((command) => (
            <button key={command.id} type="button" role="menuitem" disabled={!command.enabled()} onClick={pick(command.run)}>
              {command.label}{command.shortcuts[0] && <kbd>{shownKeys(command.shortcuts[0])}</kbd>}
            </button>
          ))}
          <button type="button" role="menuitem" onClick={pick(() => go("start"))}>All projects</button>
        </div>
      )}
    </div>
  );
}
