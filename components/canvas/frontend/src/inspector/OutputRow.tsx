import { MAIN } from "../document/walk";
import type { Graph, Output, TensorSpec } from "../protocol";
import { useStudio } from "../store";
import { Switch } from "./fields/ChoiceField";
import { Name } from "./Name";
import { ShapeText } from "./ShapeText";

const NO_TENSORS: TensorSpec[] = [];

/** Which tensors of the node are outputs of the model, and under which names losses and metrics know them. */
export function OutputRow({ graph, nodeId }: { graph: Graph; nodeId: string }) {
  const tensors = useStudio((state) => state.analysis?.nodes[state.graphId]?.[nodeId]?.outputs ?? NO_TENSORS);
  const own = graph.outputs.filter((output) => output.node === nodeId);
  if (graph.inputs.includes(nodeId) && own.length === 0) return null;
  // A mark on a tensor that is not known at the moment keeps its row: it must be possible to take it off.
  const count = Math.max(1, tensors.length, ...own.map((output) => output.index + 1));
  return Array.from({ length: count }, (_, index) => {
    const output = own.find((item) => item.index === index);
    return <Tensor key={index} graph={graph} nodeId={nodeId} index={index} isOnly={count === 1} spec={tensors[index]} output={output} />;
  });
}

interface TensorProps {
  graph: Graph;
  nodeId: string;
  index: number;
  isOnly: boolean;
  spec: TensorSpec | undefined;
  output: Output | undefined;
}

function Tensor({ graph, nodeId, index, isOnly, spec, output }: TensorProps) {
  const actions = useStudio((state) => state.actions);
  const whole = useStudio((state) => (state.graphId === MAIN ? "model" : "block"));
  const id = isOnly ? "is-output" : `is-output-${index + 1}`;
  return (
    <>
      <div className="argument switched">
        <label className="label" htmlFor={id}>
          {isOnly ? `output of the ${whole}` : `tensor ${index + 1} as output`} {!isOnly && spec && <ShapeText shape={spec.shape} />}
        </label>
        <div className="editor">
          <Switch id={id} on={output !== undefined} toggle={(on) => actions.setOutput(nodeId, on, undefined, index)} />
        </div>
      </div>
      {output && (
        <div className="argument">
          <label className="label" htmlFor={`output-${output.id}`}>
            output name
          </label>
          <div className="editor">
            <div className="box">
              <Name
                id={`output-${output.id}`}
                name={output.name}
                taken={graph.outputs.map((item) => item.name)}
                label="Output name"
                rename={(name) => actions.renameOutput(output.id, name)}
              />
            </div>
          </div>
        </div>
      )}
    </>
  );
}
