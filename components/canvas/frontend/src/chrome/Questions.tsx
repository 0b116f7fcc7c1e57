/** What only the user can settle about saving, and an analysis that failed. It stands above the drawer's tabs, in the drawer's own room: it covers no node. */
import type { ReactNode } from "react";
import { useStudio } from "../store";
import { requestAnalysis } from "../sync/analyse";
import { saveNow } from "../sync/save";

interface Answer {
  label: string;
  run: () => void;
}

function Question({ label, answers, children }: { label: string; answers: Answer[]; children: ReactNode }) {
  return (
    <div className="ll-question" role="alertdialog" aria-label={label}>
      <p>{children}</p>
      {answers.map((answer) => (
        <button key={answer.label} type="button" className="ll-button" onClick={answer.run}>
          {answer.label}
        </button>
      ))}
    </div>
  );
}

function ConflictQuestion() {
  const { keepMine, takeTheirs } = useStudio((state) => state.actions);
  const answers = [{ label: "Keep mine", run: keepMine }, { label: "Take the other state", run: takeTheirs }];
  return (
    <Question label="Saved elsewhere" answers={answers}>
      <b>This project was saved elsewhere.</b> Another tab or person saved it after you opened it. Keep what you see here
      as a new revision, or take over the other state; undo takes it back.
    </Question>
  );
}

function DraftQuestion({ time }: { time: number }) {
  const { keepDraft, dropDraft } = useStudio((state) => state.actions);
  const at = new Date(time).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
  const answers = [{ label: "Bring them back", run: keepDraft }, { label: "Delete them", run: dropDraft }];
  return (
    <Question label="Unsaved edits" answers={answers}>
      <b>This browser holds edits that were never saved,</b> from {at}. The project was saved elsewhere since.
    </Question>
  );
}

function Refusal() {
  const refusal = useStudio((state) => state.refusal);
  return (
    <Question label="Not saved" answers={[{ label: "Try now", run: saveNow }]}>
      <b>Not saved.</b> {refusal} Your edits stay in this browser meanwhile, and are sent again by themselves.
    </Question>
  );
}

function AnalysisFailure({ message }: { message: string }) {
  return (
    <Question label="Not checked" answers={[{ label: "Try again", run: requestAnalysis }]}>
      <b>The model was not checked.</b> {message}
    </Question>
  );
}

/** The most urgent one. */
export function Questions() {
  const saveState = useStudio((state) => state.saveState);
  const draft = useStudio((state) => state.draft);
  const failure = useStudio((state) => state.analysisFailure);
  if (saveState === "conflict") return <ConflictQuestion />;
  if (saveState === "refused") return <Refusal />;
  if (draft) return <DraftQuestion time={draft.time} />;
  return failure && <AnalysisFailure message={failure} />;
}
