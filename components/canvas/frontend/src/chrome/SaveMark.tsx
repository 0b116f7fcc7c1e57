/** Whether the server has what is on screen. */
import { Check, CloudOff, Loader, TriangleAlert } from "lucide-react";
import { useStudio } from "../store";

export function SaveMark() {
  const state = useStudio((studio) => studio.saveState);
  const revision = useStudio((studio) => studio.revision);
  return (
    <span className="ll-save" data-state={state} role="status">
      {state === "saved" && <><Check size={14} /><span>Saved<span className="ll-wide">, revision {revision}</span></span></>}
      {state === "saving" && <><Loader size={14} /><span>Saving</span></>}
      {state === "offline" && <><CloudOff size={14} /><span>Offline, will save</span></>}
      {state === "refused" && <><TriangleAlert size={14} /><span>Not saved</span></>}
      {state === "conflict" && <><TriangleAlert size={14} /><span>Saved elsewhere</span></>}
    </span>
  );
}
