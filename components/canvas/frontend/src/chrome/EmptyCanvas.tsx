/** What an empty canvas offers as a first step. */
import { Boxes, Download, LogIn } from "lucide-react";
import { entries } from "../commit";
import { isInput } from "../document/edits";
import { useStudio } from "../store";

export function EmptyCanvas() {
  const { addLayer, go } = useStudio((state) => state.actions);
  const catalogue = useStudio((state) => state.catalogue);
  const addInput = () => {
    const input = [...entries().values()].find(isInput);
    if (input) addLayer(input.class_name);
  };
  return (
    <section className="ll-empty" aria-label="An empty canvas">
      <h2>An empty canvas</h2>
      <p>Drag a layer here, or press <kbd>Tab</kbd> and type its name.</p>
      <div className="ll-empty-cards">
        <button type="button" onClick={() => go("start")}>
          <span><Boxes size={16} /></span><b>Template</b>Networks that train as they are
        </button>
        <button type="button" onClick={() => go("data")}>
          <span><Download size={16} /></span><b>Data</b>Upload a file, get matching inputs
        </button>
        <button type="button" onClick={addInput} disabled={!catalogue}>
          <span><LogIn size={16} /></span><b>Input</b>Say what one row looks like, and go on from there
        </button>
      </div>
    </section>
  );
}
