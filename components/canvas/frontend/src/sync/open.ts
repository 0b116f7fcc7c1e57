/** What to do when the page hands the canvas a project: open it, adopt a newer revision, or do nothing. */
import { api, setToken } from "../api";
import type { PageData } from "../bridge";
import { commit, openDocument } from "../commit";
import type { Document } from "../protocol";
import { useStudio } from "../store";
import { requestAnalysis } from "./analyse";
import { clearDraft, getDraft } from "./draft";
import { adopt, flush, isDirty, isSaving, loadVersions, markSaved } from "./save";

let nonce = "";

function isDocument(value: unknown): value is Document {
  return value !== null && typeof value === "object" && "main" in value && "definitions" in value;
}

async function offerDraft(project: string, revision: number): Promise<void> {
  const draft = await getDraft(project);
  const { projectId, document } = useStudio.getState();
  if (!draft || projectId !== project || !isDocument(draft.document)) return;
  if (JSON.stringify(draft.document) === JSON.stringify(document)) {
    void clearDraft(project);
  } else if (draft.base === revision) {
    // Nobody saved since: the edits follow on the server's state, and undo takes them back.
    commit("Bring back unsaved edits", draft.document);
    useStudio.setState({ notice: "Brought back edits that were not saved yet. Undo takes them away again." });
  } else {
    useStudio.setState({ draft: { document: draft.document, time: draft.time } });
  }
}

function openProject(data: PageData, document: Document): void {
  useStudio.setState({ projectId: data.project, ready: true, draft: null, versions: [] });
  markSaved(document, data.revision);
  openDocument(document);
  void offerDraft(data.project, data.revision);
  void loadVersions();
}

async function adoptNewer(data: PageData, document: Document): Promise<void> {
  if (isSaving()) await flush();
  const { projectId, revision, document: mine } = useStudio.getState();
  if (projectId !== data.project || data.revision <= revision) return;
  // Unsaved edits of ours meet the newer revision as a conflict at the next save, where the user chooses.
  if (isDirty()) return void flush();
  if (JSON.stringify(document) === JSON.stringify(mine)) markSaved(mine, data.revision);
  else adopt("Change from another page", document, data.revision);
}

/** Called at mount and after every rerun of the page. */
export function receive(data: PageData): void {
  setToken(data.token);
  if (!isDocument(data.document)) return;
  const isRestarted = nonce !== "" && nonce !== data.nonce;
  nonce = data.nonce;
  void loadCatalogue();
  if (useStudio.getState().projectId !== data.project) openProject(data, data.document);
  else void adoptNewer(data, data.document);
  if (isRestarted) {
    requestAnalysis();
    void flush();
  }
}

let isLoading = false;

async function loadCatalogue(): Promise<void> {
  if (isLoading || useStudio.getState().catalogue) return;
  isLoading = true;
  try {
    useStudio.setState({ catalogue: await api.catalogue() });
  } catch {
    setTimeout(() => void loadCatalogue(), 1000);
  }
  isLoading = false;
}
