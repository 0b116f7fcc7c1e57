import type { Graph } from "../protocol";
import { useStudio } from "../store";
import { Switch } from "./fields/ChoiceField";
import { Name } from "./Name";

/** Whether the node is an output of the model, and under which name losses and metrics know it. */
export function OutputRow({ graph, nodeId }: { graph: Graph; nodeId: string }) {
  const actions = useStudio((state) => state.actions);
  const own = graph.outputs.filter((output) => output.node === nodeId);
  const taken = graph.outputs.map((output) => output.name);
  if (graph.inputs.includes(nodeId) && own.length === 0) return null;
  return (
    <>
      <div className="argument">
        <label className="label" htmlFor="is-output">
          output of the model
        </label>
        <div className="editor">
          <Switch id="is-output" on={own.length > 0} toggle={(on) => actions.setOutput(nodeId, on)} />
        </div>
      </div>
      {own.map((output) => (
        <div className="argument" key={output.id}>
          <label className="label" htmlFor={`output-${output.id}`}>
            output name
          </label>
          <div className="editor">
            <div className="box">
              <Name
                id={`output-${output.id}`}
                name={output.name}
                taken={taken}
                label="Output name"
                rename={(name) => actions.renameOutput(output.id, name)}
              />
            </div>
          </div>
        </div>
      ))}
    </>
  );
}
