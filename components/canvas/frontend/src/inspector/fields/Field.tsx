import type { Catalogue, Json } from "../../protocol";
import { useStudio } from "../../store";
import { hyperparameter } from "../objects";
import { ChoiceField, SwitchField } from "./ChoiceField";
import { ObjectField } from "./ObjectField";
import { TextField } from "./TextField";
import type { FieldProps } from "./types";

function isPlain(value: Json): boolean {
  return value === null || typeof value !== "object" || (Array.isArray(value) && value.flat().every((item) => item === null || typeof item !== "object"));
}

/** A value without an editor: what stands in the document, as it stands there. */
function JsonField({ id, value }: FieldProps) {
  const name = hyperparameter(value);
  const text = name === null ? JSON.stringify(value, null, 1) : `= ${name}`;
  return (
    <code id={id} className="json" tabIndex={0} title="This argument has no editor yet. Its value is kept as it is.">
      {value === null ? "None" : text}
    </code>
  );
}

const NO_CATALOGUE: Pick<Catalogue, "initializers" | "regularizers" | "constraints" | "layers" | "activations" | "dtypes"> = {
  initializers: [], regularizers: [], constraints: [], layers: [], activations: [], dtypes: [],
};

/** The right editor for the kind of an argument. */
export function Field(props: FieldProps) {
  const catalogue = useStudio((state) => state.catalogue) ?? NO_CATALOGUE;
  const { parameter, value } = props;
  if (hyperparameter(value) !== null) return <JsonField {...props} />;
  switch (parameter.kind) {
    case "boolean":
      return <SwitchField {...props} />;
    case "choice":
      return <ChoiceField {...props} choices={parameter.choices} />;
    case "dtype":
      return isPlain(value) ? <ChoiceField {...props} choices={catalogue.dtypes} /> : <JsonField {...props} />;
    case "activation":
      return <ObjectField {...props} offered={[]} names={catalogue.activations} />;
    case "initializer":
      return <ObjectField {...props} offered={catalogue.initializers} shortNames />;
    case "regularizer":
      return <ObjectField {...props} offered={catalogue.regularizers} />;
    case "constraint":
      return <ObjectField {...props} offered={catalogue.constraints} />;
    case "layer":
      return <LayerField {...props} />;
    case "number":
      return isPlain(value) ? <TextField {...props} kind="float" /> : <JsonField {...props} />;
    case "integer": case "float": case "string": case "tuple": case "integers": case "floats": case "shape": case "seed":
      return isPlain(value) ? <TextField {...props} kind={parameter.kind} /> : <JsonField {...props} />;
    default:
      return <JsonField {...props} />;
  }
}

/** An inner layer: any that takes one tensor and is no input. Whether it may stand there, Keras says. */
function LayerField(props: FieldProps) {
  const layers = useStudio((state) => state.catalogue?.layers);
  const offered = (layers ?? []).filter((entry) => entry.ports.length > 0 && !entry.ports[0].variadic);
  return <ObjectField {...props} offered={offered} isLayer />;
}
