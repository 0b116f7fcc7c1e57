import { useState } from "react";
import { entries } from "../commit";
import type { Graph, Layer } from "../protocol";
import { useStudio } from "../store";
import { Arguments } from "./Arguments";
import { BlockPanel } from "./BlockPanel";
import { Calls, CallsNote } from "./Calls";
import { Docs } from "./Docs";
import { Switch } from "./fields/ChoiceField";
import { Figures, Header } from "./Header";
import { OutputRow } from "./OutputRow";
import { isChanged } from "./values";

const TABS = ["Arguments", "Calls", "Docs"] as const;
type Tab = (typeof TABS)[number];

interface PanelProps {
  graph: Graph;
  nodeId: string;
  layerId: string;
  layer: Layer;
}

/** Everything about one selected layer. */
export function LayerPanel({ graph, nodeId, layerId, layer }: PanelProps) {
  const [tab, setTab] = useState<Tab>("Arguments");
  const [onlyChanged, setOnlyChanged] = useState(false);
  const actions = useStudio((state) => state.actions);
  const catalogue = useStudio((state) => state.catalogue);
  const figures = useStudio((state) => state.analysis?.nodes[state.graphId]?.[nodeId]);
  const entry = catalogue ? entries().get(layer.class_name) : undefined;
  const changed = entry?.parameters.filter((parameter) => isChanged(parameter, layer.config)).length ?? 0;
  const tabs = entry ? TABS : TABS.slice(0, 2);
  const kind = layer.class_name || "Block";
  return (
    <>
      <div className="top">
        <Header graph={graph} layerId={layerId} layer={layer} family={layer.definition ? "Blocks" : (entry?.family ?? "")} kind={kind} showDocs={entry ? () => setTab("Docs") : undefined} />
        <CallsNote graph={graph} nodeId={nodeId} layerId={layerId} />
        <Figures figures={figures} />
      </div>
      <div className="tabs">
        <div className="list" role="tablist">
          {tabs.map((name) => (
            <button key={name} type="button" role="tab" aria-selected={tab === name} onClick={() => setTab(name)}>
              {name}
            </button>
          ))}
        </div>
        {tab === "Arguments" && changed > 0 && (
          <button type="button" className="changed" aria-pressed={onlyChanged} title="Show only what differs from the default" onClick={() => setOnlyChanged(!onlyChanged)}>
            {changed} changed
          </button>
        )}
      </div>
      <div className="body" role="tabpanel" aria-label={tab}>
        {tab === "Arguments" && entry && <Arguments key={layerId} layerId={layerId} layer={layer} entry={entry} onlyChanged={onlyChanged && changed > 0} />}
        {tab === "Arguments" && !entry && !layer.definition && (
          <p className="hint">{layer.class_name} is not known to this version of Keras. Its arguments are kept as they are.</p>
        )}
        {tab === "Arguments" && layer.definition && <BlockPanel layer={layer} />}
        {tab === "Calls" && <Calls graph={graph} nodeId={nodeId} layerId={layerId} />}
        {tab === "Docs" && entry && <Docs entry={entry} />}
      </div>
      <footer className="foot">
        <OutputRow graph={graph} nodeId={nodeId} />
        <div className="argument switched">
          <label className="label" htmlFor="is-trainable">
            trainable
          </label>
          <div className="editor">
            <Switch id="is-trainable" on={layer.trainable} toggle={(on) => actions.setTrainable(layerId, on)} />
          </div>
        </div>
      </footer>
    </>
  );
}
