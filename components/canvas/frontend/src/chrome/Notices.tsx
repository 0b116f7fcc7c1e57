/** One sentence at the foot of the canvas, and the two questions that only the user can answer. */
import { useEffect } from "react";
import { useStudio } from "../store";

const SHOWN_MS = 6000;

function useNotice(): string {
  const notice = useStudio((state) => state.notice);
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => useStudio.setState({ notice: "" }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  return notice;
}

function ConflictQuestion() {
  const { keepMine, takeTheirs } = useStudio((state) => state.actions);
  return (
    <div className="ll-question" role="alertdialog" aria-label="Saved elsewhere">
      <p>
        <b>This project was saved elsewhere.</b> Another tab or person saved it after you opened it. Keep what you see
        here as a new revision, or take over the other state; undo takes it back.
      </p>
      <button type="button" className="ll-button ll-button-primary" onClick={keepMine}>Keep mine</button>
      <button type="button" className="ll-button" onClick={takeTheirs}>Take the other state</button>
    </div>
  );
}

function DraftQuestion({ time }: { time: number }) {
  const { keepDraft, dropDraft } = useStudio((state) => state.actions);
  const at = new Date(time).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
  return (
    <div className="ll-question" role="alertdialog" aria-label="Unsaved edits">
      <p><b>This browser holds edits that were never saved,</b> from {at}. The project was saved elsewhere since.</p>
      <button type="button" className="ll-button ll-button-primary" onClick={keepDraft}>Bring them back</button>
      <button type="button" className="ll-button" onClick={dropDraft}>Delete them</button>
    </div>
  );
}

export function Notices() {
  const notice = useNotice();
  const isConflict = useStudio((state) => state.saveState === "conflict");
  const draft = useStudio((state) => state.draft);
  return (
    <div className="ll-notices">
      {isConflict && <ConflictQuestion />}
      {!isConflict && draft && <DraftQuestion time={draft.time} />}
      <div className="ll-notice" role="status" data-shown={notice !== "" || undefined}>{notice}</div>
    </div>
  );
}
