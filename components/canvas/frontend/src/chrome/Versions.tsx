/** Named versions: save one, or go back to one. */
import { X } from "lucide-react";
import { useState } from "react";
import { useStudio } from "../store";

export function Versions() {
  const versions = useStudio((state) => state.versions);
  const { saveVersion, restoreVersion, setOverlay } = useStudio((state) => state.actions);
  const [name, setName] = useState(() => `Version ${versions.length + 1}`);
  const save = (event: React.FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    setOverlay(null);
    void saveVersion(name.trim());
  };
  const restore = (id: string) => {
    setOverlay(null);
    void restoreVersion(id);
  };
  return (
    <div className="ll-search ll-versions" role="dialog" aria-label="Versions">
      <header>
        <h2>Save a named version</h2>
        <button type="button" className="ll-icon-button" aria-label="Close" onClick={() => setOverlay(null)}><X size={16} /></button>
      </header>
      <form onSubmit={save}>
        <input aria-label="Name of the version" value={name} maxLength={200} autoFocus onFocus={(event) => event.target.select()} onChange={(event) => setName(event.target.value)} />
        <button type="submit" className="ll-button ll-button-primary" disabled={!name.trim()}>Save version</button>
      </form>
      <ul>
        {versions.map((version) => (
          <li key={version.id}>
            <span>{version.name}</span>
            <small>revision {version.revision}</small>
            <button type="button" className="ll-button" onClick={() => restore(version.id)}>Restore</button>
          </li>
        ))}
      </ul>
      {versions.length === 0 && <p>No versions yet. Everything is saved by itself; a version is a state with a name that you can go back to.</p>}
    </div>
  );
}
