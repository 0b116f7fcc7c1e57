/** A shape as Python writes it; batch and brackets recede, sizes stand out. */
import { formatCount } from "../document/describe";

export function ShapeText({ shape }: { shape: readonly (number | null)[] | null | undefined }) {
  if (!shape) return <span className="ll-shape unknown">?</span>;
  const [batch, ...sizes] = shape.map((size) => (size === null ? "None" : String(size)));
  return (
    <span className="ll-shape">
      <i>({batch ?? ""}{shape.length === 1 ? ",)" : ""}</i>
      {sizes.map((size, index) => (
        <span key={index}>
          <i>, </i>
          {size === "None" ? <i>None</i> : size}
        </span>
      ))}
      {sizes.length > 0 && <i>)</i>}
    </span>
  );
}

export function count(value: number | null | undefined): string {
  return value == null ? "?" : formatCount(value);
}
