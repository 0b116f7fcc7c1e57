/** Actions that need the server or the page around the canvas. */
import type { Actions } from "./actions";
import { sendGo } from "./bridge";
import { commit } from "./commit";
import { useStudio } from "./store";
import { dropDraft, flush, isDirty, keepDraft, keepMine, restoreVersion, saveVersion, takeTheirs } from "./sync/save";

export const projectActions: Pick<
  Actions,
  "saveVersion" | "restoreVersion" | "renameProject" | "keepMine" | "takeTheirs" | "keepDraft" | "dropDraft" | "go"
> = {
  saveVersion,
  restoreVersion,
  keepMine,
  takeTheirs,
  keepDraft,
  dropDraft,
  renameProject(name) {
    const { document } = useStudio.getState();
    const trimmed = name.trim().slice(0, 200);
    if (trimmed && trimmed !== document.name) commit(`Rename the project to ${trimmed}`, { ...document, name: trimmed });
  },
  go(where) {
    // The next page reads the stored document: it must be the one on screen.
    void flush().then(() => {
      if (isDirty()) useStudio.setState({ notice: "The next page would not have your last edits: they are not saved yet." });
      else sendGo(where);
    });
  },
};
