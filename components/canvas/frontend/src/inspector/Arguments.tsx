import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import type { Entry, Json, Layer, Parameter } from "../protocol";
import { useStudio } from "../store";
import { ParameterRow } from "./ParameterRow";
import { isChanged } from "./values";

const SECTIONS = ["Main", "Regularisation", "Initialisers", "Constraints", "Advanced"];
const ALWAYS_OPEN = new Set(["Main", "Regularisation"]);

// Which sections are unfolded is a habit of the user, not of a layer.
const unfolded = new Set<string>();

function sectionsOf(parameters: readonly Parameter[]): { name: string; parameters: Parameter[] }[] {
  const names = [...new Set([...SECTIONS, ...parameters.map((parameter) => parameter.group)])];
  const found = names.map((name) => ({ name, parameters: parameters.filter((parameter) => parameter.group === name) }));
  return found.filter((section) => section.parameters.length > 0);
}

function Section({ name, count, children, open: forced }: { name: string; count: number; children: React.ReactNode; open: boolean }) {
  const [open, setOpen] = useState(() => unfolded.has(name));
  if (ALWAYS_OPEN.has(name)) {
    return (
      <section className="section">
        <h3>{name}</h3>
        {children}
      </section>
    );
  }
  const toggle = () => {
    if (open) unfolded.delete(name);
    else unfolded.add(name);
    setOpen(!open);
  };
  const isOpen = open || forced;
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <section className="section folding">
      <button type="button" className="fold" aria-expanded={isOpen} onClick={toggle}>
        <Chevron size={14} aria-hidden="true" />
        <span>{name}</span>
        <span className="count">{count}</span>
      </button>
      {isOpen && children}
    </section>
  );
}

/** Complaints of the engine by argument, for one layer of the open graph. */
function useComplaints(layerId: string): Map<string, string> {
  const problems = useStudio((state) => state.analysis?.problems);
  const graphId = useStudio((state) => state.graphId);
  const own = (problems ?? []).filter(({ where }) => where.graph === graphId && where.layer === layerId && where.field);
  return new Map(own.map((problem) => [problem.where.field as string, problem.message]));
}

interface ArgumentsProps {
  layerId: string;
  layer: Layer;
  entry: Entry;
  onlyChanged: boolean;
}

/** Every constructor argument of the layer, by section; what the catalogue does not know is shown as it is. */
export function Arguments({ layerId, layer, entry, onlyChanged }: ArgumentsProps) {
  const actions = useStudio((state) => state.actions);
  const complaints = useComplaints(layerId);
  const { config } = layer;
  const shown = onlyChanged ? entry.parameters.filter((parameter) => isChanged(parameter, config)) : entry.parameters;
  const known = new Set(entry.parameters.map((parameter) => parameter.name));
  const unknown = Object.entries(config).filter(([key]) => !known.has(key));
  return (
    <div className="arguments">
      {shown.length === 0 && <p className="hint">{onlyChanged ? "Every argument has its default." : "This layer has no arguments."}</p>}
      {sectionsOf(shown).map(({ name, parameters }) => (
        <Section key={name} name={name} count={parameters.length} open={onlyChanged}>
          {parameters.map((parameter) => (
            <ParameterRow
              key={parameter.name}
              id={`argument-${layerId}-${parameter.name}`}
              parameter={parameter}
              config={config}
              complaint={complaints.get(parameter.name)}
              commit={(value: Json) => actions.setConfig(layerId, parameter.name, value)}
              reset={() => actions.resetConfig(layerId, parameter.name)}
            />
          ))}
        </Section>
      ))}
      {unknown.length > 0 && !onlyChanged && (
        <Section name="Kept as they are" count={unknown.length} open={false}>
          {unknown.map(([key, value]) => (
            <div className="argument" key={key} data-argument={key}>
              <span className="label">{key}</span>
              <code className="json">{JSON.stringify(value)}</code>
            </div>
          ))}
        </Section>
      )}
    </div>
  );
}
