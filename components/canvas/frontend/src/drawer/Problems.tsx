import { CircleX, Hourglass, TriangleAlert, WandSparkles } from "lucide-react";
import { graphOf, layerOf } from "../document/walk";
import type { Problem } from "../protocol";
import { useStudio } from "../store";
import { Sentence } from "./Sentence";
import { listed, splitTitle } from "./sentence";
import { shownProblems } from "./shown";

function Item({ problem, first }: { problem: Problem; first: boolean }) {
  const actions = useStudio((state) => state.actions);
  const graph = useStudio((state) => graphOf(state.document, problem.where.graph));
  const { node, layer, graph: graphId } = problem.where;
  const place = node ?? Object.keys(graph.nodes).find((id) => layer !== null && graph.nodes[id].layer === layer) ?? null;
  const [title, rest] = splitTitle(problem.message);
  const Icon = problem.severity === "error" ? CircleX : TriangleAlert;
  return (
    <li className="problem" data-severity={problem.severity} data-code={problem.code}>
      <Icon size={16} aria-label={problem.severity === "error" ? "Problem" : "Warning"} />
      <div className="words">
        <p className="title">
          <Sentence text={title} graph={graph} graphId={graphId} bold={problem.where.name} />
        </p>
        {rest && (
          <p>
            <Sentence text={rest} graph={graph} graphId={graphId} bold={problem.where.name} />
          </p>
        )}
        {problem.fixes.length > 0 && (
          <div className="fixes">
            {problem.fixes.map((fix, index) => (
              <button key={fix.label} type="button" className={first && index === 0 ? "fix best" : "fix"} onClick={() => actions.applyFix(fix)}>
                {index === 0 && <WandSparkles size={14} aria-hidden="true" />}
                {fix.label}
              </button>
            ))}
          </div>
        )}
      </div>
      {place !== null && place in graph.nodes && (
        <button type="button" className="link show" onClick={() => actions.reveal(place, graphId)}>
          Show on canvas
        </button>
      )}
    </li>
  );
}

/** How much of the graph waits, and that the rest is exact. */
function Waiting() {
  const analysis = useStudio((state) => state.analysis);
  const graphId = useStudio((state) => state.graphId);
  const graph = useStudio((state) => graphOf(state.document, state.graphId));
  const figures = Object.entries(analysis?.nodes[graphId] ?? {}).filter(([id]) => id in graph.nodes);
  const blocked = figures.filter(([, one]) => one.state === "blocked").map(([id]) => layerOf(graph, id)?.name ?? id);
  const exact = figures.filter(([, one]) => one.state === "ok" || one.state === "warning").length;
  if (blocked.length === 0) return null;
  const [verb, noun] = blocked.length === 1 ? ["waits", "node"] : ["wait", "nodes"];
  const others = exact === 0 ? "" : exact === 1 ? " The other node is exact." : ` The other ${exact} nodes are exact.`;
  return (
    <p className="waiting">
      <Hourglass size={14} aria-hidden="true" />
      <span>
        {blocked.length} {noun} {verb} for this: <Sentence text={listed(blocked)} graph={graph} graphId={graphId} />.{others}
      </span>
    </p>
  );
}

const RANK = { error: 0, warning: 1 };

export function Problems() {
  const problems = useStudio(shownProblems);
  const failed = useStudio((state) => state.analysisFailure !== "");
  if (!problems && failed) {
    return (
      <div className="empty">
        <b>Not checked</b>
        <p>Shapes, parameters and problems are unknown until an analysis succeeds. Each edit starts one.</p>
      </div>
    );
  }
  if (!problems) {
    return (
      <div className="empty">
        <b>Not checked yet</b>
        <p>Keras looks at the graph. Shapes, parameters and problems appear in a moment.</p>
      </div>
    );
  }
  if (problems.length === 0) {
    return (
      <div className="empty">
        <b>No problems</b>
        <p>What does not fit together appears here with its cause and a fix you can click.</p>
      </div>
    );
  }
  const sorted = [...problems].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
  const firstFixable = sorted.findIndex((problem) => problem.fixes.length > 0);
  return (
    <>
      <ul className="problems">
        {sorted.map((problem, index) => (
          <Item key={`${problem.code} ${problem.where.graph} ${problem.where.node ?? problem.where.layer ?? index} ${problem.where.field ?? ""}`} problem={problem} first={index === firstFixable} />
        ))}
      </ul>
      <Waiting />
    </>
  );
}
