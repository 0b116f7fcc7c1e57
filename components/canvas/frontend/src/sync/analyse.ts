/** Asks for figures after every edit: one request in flight, the newest document waits, older answers are dropped. */
import { ApiError, api } from "../api";
import { onDocument } from "../commit";
import { useStudio } from "../store";
import { share } from "./share";

const RETRY_MS = 1000;

let edit = 0;
let isBusy = false;
let isWaiting = false;
/** Whether somebody looks at the code: writing it costs the server as much as the figures. */
let isCodeShown = false;

function paintMark(): void {
  requestAnimationFrame(() => setTimeout(() => performance.mark("layerloom:painted", { detail: { edit } })));
}

async function ask(): Promise<void> {
  const asked = edit;
  const { projectId, document } = useStudio.getState();
  const answer = await api.analyse(projectId, asked, document, isCodeShown);
  // Another project may have been opened meanwhile.
  if (useStudio.getState().projectId !== projectId || answer.revision !== asked) return;
  const analysis = share(useStudio.getState().analysis, answer.analysis);
  useStudio.setState({ analysis, code: answer.code, codeMessage: answer.code_message, stale: asked !== edit });
  paintMark();
}

async function run(): Promise<void> {
  if (isBusy) {
    isWaiting = true;
    return;
  }
  isBusy = true;
  do {
    isWaiting = false;
    try {
      await ask();
    } catch (error) {
      // "Overtaken" has nothing to say; everything else is tried again, figures stay marked as old meanwhile.
      const isRefused = error instanceof ApiError && error.status !== 409 && error.status < 500;
      if (isRefused) useStudio.setState({ notice: error.message });
      else if (!isWaiting) setTimeout(requestAnalysis, RETRY_MS);
    }
  } while (isWaiting);
  isBusy = false;
}

export function requestAnalysis(): void {
  void run();
}

/** The Code tab opens or closes. */
export function showCode(isShown: boolean): void {
  isCodeShown = isShown;
  if (isShown) requestAnalysis();
}

export function startAnalysis(): () => void {
  return onDocument(() => {
    edit += 1;
    requestAnalysis();
  });
}
