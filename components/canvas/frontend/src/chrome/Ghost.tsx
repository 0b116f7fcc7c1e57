/** The layer under the pointer while it is dragged out of the palette. */
import { entries } from "../commit";
import { FamilyTile } from "../icons";
import { useStudio } from "../store";

export function Ghost() {
  const drag = useStudio((state) => state.drag);
  if (!drag?.moved) return null;
  const family = drag.definition ? "Blocks" : (entries().get(drag.className)?.family ?? "");
  return (
    <div className="ll-ghost" style={{ transform: `translate(${drag.x}px, ${drag.y}px)` }} aria-hidden="true">
      <FamilyTile family={family} />
      <span>{drag.className}</span>
    </div>
  );
}
