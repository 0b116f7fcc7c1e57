/** Train, or what training waits for. */
import { CircleX, Play } from "lucide-react";
import { entries } from "../commit";
import { isInput } from "../document/edits";
import { useStudio } from "../store";

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;

export function TrainButton() {
  const problems = useStudio((state) => state.analysis?.problems);
  const errors = (problems ?? []).filter((problem) => problem.severity === "error");
  const hasInput = useStudio((state) => state.document.main.inputs.length > 0);
  const hasOutput = useStudio((state) => state.document.main.outputs.length > 0);
  const hasLayer = useStudio((state) => Object.keys(state.document.main.nodes).length > state.document.main.inputs.length);
  const isKnown = useStudio((state) => state.analysis !== null);
  const failed = useStudio((state) => state.analysisFailure !== "");
  const selected = useStudio((state) => (state.selection.length === 1 ? state.selection[0] : null));
  const { go, addLayer, setOutput, reveal, say } = useStudio((state) => state.actions);

  if (!hasInput) {
    const add = () => {
      const input = [...entries().values()].find(isInput);
      if (input) addLayer(input.class_name);
    };
    return <button type="button" className="ll-button" onClick={add}><Play size={14} /><span>Add an input to train</span></button>;
  }
  if (!hasLayer) {
    const add = () => useStudio.getState().actions.openQuickAdd();
    return <button type="button" className="ll-button" onClick={add}><Play size={14} /><span>Add a layer to train</span></button>;
  }
  if (!hasOutput) {
    const mark = () => (selected ? setOutput(selected, true) : say("Select the node whose result the model gives, then press O."));
    return <button type="button" className="ll-button" onClick={mark}><Play size={14} /><span>Mark an output to train</span></button>;
  }
  if (errors.length > 0) {
    const show = () => {
      const { node, graph } = errors[0].where;
      if (node) reveal(node, graph);
    };
    return (
      <button type="button" className="ll-button ll-button-error" onClick={show}>
        <CircleX size={15} /><span>Fix {plural(errors.length, "problem")} to train</span>
      </button>
    );
  }
  return (
    <button type="button" className="ll-button ll-button-primary" disabled={!isKnown} onClick={() => go("train")}>
      <Play size={14} /><span>{isKnown ? "Train" : failed ? "Model not checked" : "Checking the model"}</span>
    </button>
  );
}
