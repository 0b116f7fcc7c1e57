import type { Json, Parameter } from "../../protocol";

/** What every editor gets. `commit` writes the value into the document, as part of the same burst of typing. */
export interface FieldProps {
  id: string;
  parameter: Parameter;
  value: Json;
  commit(value: Json): void;
}
