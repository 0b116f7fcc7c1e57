import { History as HistoryIcon } from "lucide-react";
import { type FormEvent, useEffect, useState } from "react";
import { useStudio } from "../store";
import { ago } from "./sentence";

const REFRESH_MS = 10_000;

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), REFRESH_MS);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}

function Steps({ now }: { now: number }) {
  const steps = useStudio((state) => state.history);
  const index = useStudio((state) => state.historyIndex);
  const actions = useStudio((state) => state.actions);
  const newestFirst = steps.map((step, at) => ({ ...step, at })).reverse();
  return (
    <section>
      <h3>Steps of this visit</h3>
      <ol className="steps">
        {newestFirst.map(({ label, time, at }) => (
          <li key={at}>
            <button type="button" aria-current={at === index ? "step" : undefined} data-undone={at > index} onClick={() => actions.goTo(at)}>
              <span>{label}</span>
              <i>{ago(time, Math.max(now, time))}</i>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Versions({ now }: { now: number }) {
  const versions = useStudio((state) => state.versions);
  const actions = useStudio((state) => state.actions);
  const [name, setName] = useState("");
  const [failure, setFailure] = useState("");
  const attempt = (work: Promise<void>) =>
    work.then(
      () => setFailure(""),
      (error: unknown) => setFailure(error instanceof Error && error.message ? error.message : "The server does not answer. Try again."),
    );
  const save = (event: FormEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted === "") return;
    void attempt(actions.saveVersion(wanted).then(() => setName("")));
  };
  return (
    <section>
      <h3>Versions</h3>
      <form onSubmit={save}>
        <input value={name} maxLength={200} placeholder="Name this state" aria-label="Name of the version" onChange={(event) => setName(event.target.value)} />
        <button type="submit" className="fix" disabled={name.trim() === ""}>
          Save version
        </button>
      </form>
      {failure && <p className="failure">{failure}</p>}
      {versions.length === 0 && <p className="hint">No versions yet. A version keeps this state under a name; Ctrl+S saves one.</p>}
      <ol className="versions">
        {versions.map((version) => (
          <li key={version.id}>
            <HistoryIcon size={14} aria-hidden="true" />
            <span>{version.name}</span>
            <i>{ago(Date.parse(version.time), now)}</i>
            <button type="button" className="link" aria-label={`Restore ${version.name}`} onClick={() => void attempt(actions.restoreVersion(version.id))}>
              Restore
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Where the document has been: the steps of this visit, and the states that were given a name. */
export function History() {
  const now = useNow();
  return (
    <div className="history">
      <Steps now={now} />
      <Versions now={now} />
    </div>
  );
}
