/** Under the canvas: problems, summary, code, history; the totals stay in sight. */
import { ChevronsDown, ChevronsUp } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Questions } from "../chrome/Questions";
import { count } from "../inspector/ShapeText";
import { useStudio } from "../store";
import { Code } from "./Code";
import "./drawer.css";
import { History } from "./History";
import { Problems } from "./Problems";
import { shownProblems } from "./shown";
import { Summary } from "./Summary";

const TABS = { Problems, Summary, Code, History } satisfies Record<string, () => ReactNode>;
type Tab = keyof typeof TABS;

function Totals() {
  const totals = useStudio((state) => state.analysis?.totals);
  const stale = useStudio((state) => state.stale);
  const hasNodes = useStudio((state) => Object.keys(state.document.main.nodes).length > 0);
  if (!totals) return <p className="totals">…</p>;
  const { total_params, trainable_params, non_trainable_params, complete } = totals;
  return (
    <p className="totals" data-stale={stale} aria-label="Totals">
      <span>
        <b>{count(total_params)}</b> {total_params === 1 ? "parameter" : "parameters"}
        {!complete && hasNodes && " so far"}
      </span>
      {total_params > 0 && (
        <span className="extra">
          <b>{count(trainable_params)}</b> trainable
        </span>
      )}
      {non_trainable_params > 0 && (
        <span className="extra">
          <b>{count(non_trainable_params)}</b> non-trainable
        </span>
      )}
    </p>
  );
}

export function Drawer() {
  const [tab, setTab] = useState<Tab>("Problems");
  const [open, setOpen] = useState(true);
  const problems = useStudio((state) => shownProblems(state)?.length ?? 0);
  const errors = useStudio((state) => shownProblems(state)?.filter((problem) => problem.severity === "error").length ?? 0);
  const Panel = TABS[tab];
  const show = (name: Tab) => {
    setTab(name);
    setOpen(true);
  };
  const Chevrons = open ? ChevronsDown : ChevronsUp;
  return (
    <section className="ll-drawer" aria-label="Drawer" data-open={open}>
      <Questions />
      <div className="bar">
        <div className="tabs" role="tablist">
          {(Object.keys(TABS) as Tab[]).map((name) => (
            <button key={name} type="button" role="tab" aria-selected={open && tab === name} onClick={() => show(name)}>
              {name}
              {name === "Problems" && problems > 0 && (
                <span className="number" data-error={errors > 0}>
                  {problems}
                </span>
              )}
            </button>
          ))}
        </div>
        <Totals />
        <button type="button" className="icon" aria-label={open ? "Collapse the drawer" : "Open the drawer"} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Chevrons size={16} aria-hidden="true" />
        </button>
      </div>
      {open && (
        <div className="panel" role="tabpanel" aria-label={tab}>
          <Panel />
        </div>
      )}
    </section>
  );
}
