/** One call of a layer on the canvas: head with tile, name and class; foot with shape and count, or the message. */
import type { NodeProps } from "@xyflow/react";
import { CircleX, Hourglass, Link, Lock, LogOut, TriangleAlert } from "lucide-react";
import { memo } from "react";
import { entries } from "../commit";
import { formatCount, shapeParts } from "../document/describe";
import { FamilyTile, familyKey } from "../icons";
import type { NodeFigures } from "../protocol";
import { useStudio } from "../store";
import { InputPorts, OutputPorts } from "./Ports";
import { openGraph, threadsOfGraph, useNodeView } from "./useNode";

function familyOfLayer(layerId: string): string {
  const layer = openGraph(useStudio.getState()).layers[layerId];
  return familyKey(layer?.definition ? "Blocks" : (entries().get(layer?.class_name ?? "")?.family ?? "Core"));
}

/** The thread of a layer with several calls: its colour, how many, and whether a sibling is selected. */
function useThread(nodeId: string) {
  const text = useStudio((state) => {
    const graph = openGraph(state);
    const layerId = graph.nodes[nodeId]?.layer ?? "";
    const thread = threadsOfGraph(graph, familyOfLayer).get(layerId);
    if (!thread) return "";
    const isSibling = !state.selection.includes(nodeId) && state.selection.some((id) => graph.nodes[id]?.layer === layerId);
    return `${thread.family} ${thread.calls} ${isSibling ? 1 : 0}`;
  });
  if (!text) return null;
  const [family, calls, isSibling] = text.split(" ");
  return { family, calls: Number(calls), isSibling: isSibling === "1" };
}

function Shape({ figures }: { figures: NodeFigures | undefined }) {
  const parts = shapeParts(figures?.outputs[0]);
  if (!parts) return <span className="ll-shape ll-faint">?</span>;
  const more = (figures?.outputs.length ?? 1) - 1;
  return (
    <span className="ll-shape">
      <span className="ll-faint">{parts[0]}</span>
      {parts[1]}
      <span className="ll-faint">{parts[2]}</span>
      {more > 0 && <span className="ll-faint"> +{more}</span>}
    </span>
  );
}

function Count({ figures, isShared }: { figures: NodeFigures | undefined; isShared: boolean }) {
  const view = useStudio((state) => state.view);
  const params = figures?.params ?? null;
  if (isShared) return <span className="ll-count ll-faint">shared</span>;
  if (params === null) return <span className="ll-count ll-faint">?</span>;
  const frozen = figures?.non_trainable_params ?? 0;
  if (view === "parameters" && frozen > 0 && frozen < params) {
    return <span className="ll-count">{`${formatCount(params - frozen)} + ${formatCount(frozen)}`}</span>;
  }
  return <span className={params === 0 ? "ll-count ll-faint" : "ll-count"}>{formatCount(params)}</span>;
}

function useMessage(figures: NodeFigures | undefined, isUnknown: boolean): string {
  const blocker = useStudio((state) => {
    const id = figures?.state === "blocked" ? figures.blocked_by : null;
    const graph = openGraph(state);
    return id ? (graph.layers[graph.nodes[id]?.layer ?? ""]?.name ?? "") : "";
  });
  if (figures?.state === "placeholder" || (isUnknown && !figures?.message)) return "Unknown class, kept as it is";
  if (figures?.state === "blocked") return blocker ? `Waits for ${blocker}` : "Waits for what it reads";
  return figures?.message ?? "";
}

function LayerNodeView({ id, selected }: NodeProps) {
  const { node, layer, figures, isOutput, words, family, isUnknown } = useNodeView(id);
  const thread = useThread(id);
  const message = useMessage(figures, isUnknown);
  if (!node) return null;
  const state = isUnknown ? "placeholder" : (figures?.state ?? "ok");
  const isFrozen = layer?.trainable === false;
  const name = layer?.name ?? node.op ?? id;
  const marks = [isOutput, thread, isFrozen, state === "error" || state === "warning" || state === "blocked"].filter(Boolean).length;
  const isQuiet = state === "blocked" || state === "placeholder";
  const label = [words.split(" · ")[0], name, state === "ok" ? "" : state, message, isOutput ? "output" : ""];
  return (
    <div
      className="ll-node"
      data-state={state}
      data-selected={selected || undefined}
      data-frozen={isFrozen || undefined}
      data-block={layer?.definition ? "" : undefined}
      data-sibling={thread?.isSibling || undefined}
      data-family={thread?.family ?? familyKey(family)}
      data-name={name}
      role="group"
      aria-label={label.filter(Boolean).join(", ")}
    >
      <div className="ll-node-head">
        <span className="ll-node-tile" data-family={familyKey(family)}>
          <FamilyTile family={state === "placeholder" ? "unknown" : family} outline={isQuiet} />
        </span>
        <span className="ll-node-words">
          <span className="ll-node-row">
            <span className="ll-node-name" title={name}>{name}</span>
            <span className="ll-badges" data-many={marks > 2 || undefined}>
              {isOutput && <span className="ll-badge"><LogOut size={11} /><span className="ll-badge-word">output</span></span>}
              {thread && <span className="ll-badge ll-badge-thread"><Link size={11} />×{thread.calls}</span>}
              {isFrozen && <Lock className="ll-mark" size={15} />}
              {state === "error" && <CircleX className="ll-mark" size={17} />}
              {state === "warning" && <TriangleAlert className="ll-mark" size={17} />}
              {state === "blocked" && <Hourglass className="ll-mark" size={14} />}
            </span>
          </span>
          <span className="ll-node-class">{words}</span>
        </span>
      </div>
      <div className="ll-node-foot">
        {state !== "ok" && message ? (
          <span className="ll-node-message">{message}</span>
        ) : (
          <>
            <Shape figures={figures} />
            <Count figures={figures} isShared={thread !== null && figures?.counted === false} />
          </>
        )}
      </div>
      <InputPorts nodeId={id} />
      <OutputPorts nodeId={id} count={figures?.outputs.length ?? 1} />
    </div>
  );
}

export const LayerNode = memo(LayerNodeView);
