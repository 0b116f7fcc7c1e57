import { Minus, Plus } from "lucide-react";
import { type KeyboardEvent, useCallback } from "react";
import type { Json } from "../../protocol";
import { useDraft } from "../useDraft";
import { formatValue, parseValue, stepped, type TextKind } from "../values";
import type { FieldProps } from "./types";

const HINTS: Partial<Record<TextKind, string>> = { tuple: "3 or 3, 3", integers: "2, 1", floats: "0, 255", seed: "random" };
const STEPPED: ReadonlySet<TextKind> = new Set(["integer", "float"]);

function placeholderOf(kind: TextKind, nullable: boolean): string {
  if (kind === "seed") return "random";
  return nullable ? "None" : (HINTS[kind] ?? "");
}

/** Every value that is written as text: numbers with − and +, lists, shapes, plain texts. */
export function TextField({ id, parameter, value, commit, kind }: FieldProps & { kind: TextKind }) {
  const format = useCallback((one: Json) => formatValue(kind, one), [kind]);
  const draft = useDraft(value, format, (text) => parseValue(parameter, kind, text, value), commit);
  const hasSteps = STEPPED.has(kind) && typeof value === "number";
  const step = (direction: 1 | -1) => {
    if (typeof value === "number") commit(stepped(value, direction, kind === "integer"));
  };
  const press = (event: KeyboardEvent) => {
    if (!hasSteps || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    step(event.key === "ArrowUp" ? 1 : -1);
  };
  const batch = kind === "shape" && Array.isArray(value) ? value[0] : undefined;
  return (
    <>
      <div className="box" data-invalid={draft.error !== ""}>
        {batch !== undefined && <span className="batch">{batch === null ? "None" : String(batch)},</span>}
        <input
          id={id}
          value={draft.text}
          placeholder={placeholderOf(kind, parameter.nullable)}
          aria-invalid={draft.error !== ""}
          aria-describedby={draft.error ? `${id}-error` : undefined}
          inputMode={STEPPED.has(kind) ? "decimal" : "text"}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => draft.type(event.target.value)}
          onBlur={draft.settle}
          onKeyDown={press}
        />
        {hasSteps && (
          <span className="steps">
            <button type="button" tabIndex={-1} aria-label={`Lower ${parameter.name}`} onClick={() => step(-1)}>
              <Minus size={13} aria-hidden="true" />
            </button>
            <button type="button" tabIndex={-1} aria-label={`Raise ${parameter.name}`} onClick={() => step(1)}>
              <Plus size={13} aria-hidden="true" />
            </button>
          </span>
        )}
      </div>
      {draft.error && (
        <p className="sentence" id={`${id}-error`} role="alert">
          {draft.error}
        </p>
      )}
    </>
  );
}
