import type { Entry } from "../protocol";

/** The class' own documentation, as plain text. */
export function Docs({ entry }: { entry: Entry }) {
  const documented = entry.parameters.filter((parameter) => parameter.doc);
  return (
    <div className="docs">
      <p>
        <code>
          {entry.module}.{entry.class_name}
        </code>
        {entry.ndim && <span className="ndim">{entry.ndim}</span>}
      </p>
      <p className="lead">{entry.summary}</p>
      {entry.doc.split("\n").map((paragraph, index) => paragraph.trim() && <p key={index}>{paragraph}</p>)}
      {documented.length > 0 && <h3>Arguments</h3>}
      <dl>
        {documented.map((parameter) => (
          <div key={parameter.name}>
            <dt>{parameter.name}</dt>
            <dd>{parameter.doc}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
