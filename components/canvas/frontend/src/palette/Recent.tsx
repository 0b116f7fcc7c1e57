import { Star } from "lucide-react";
import { entries } from "../commit";
import { FamilyTile } from "../icons";
import { useStudio } from "../store";

const SHOWN = 4;

export function Recent() {
  const recent = useStudio((state) => state.recent);
  const catalogue = useStudio((state) => state.catalogue);
  const actions = useStudio((state) => state.actions);
  const known = catalogue ? recent.map((name) => entries().get(name)).filter((entry) => entry !== undefined) : [];
  if (known.length === 0) return null;
  return (
    <section className="recent">
      <h3>
        <Star size={13} aria-hidden="true" /> Recent
      </h3>
      <div className="pills">
        {known.slice(0, SHOWN).map((entry) => (
          <button
            key={entry.class_name}
            type="button"
            className="pill"
            data-row
            title={entry.summary}
            onPointerDown={(event) => actions.startPaletteDrag(entry.class_name, event)}
            onClick={() => actions.addLayer(entry.class_name)}
          >
            <FamilyTile family={entry.family} size={16} />
            {entry.class_name}
          </button>
        ))}
      </div>
    </section>
  );
}
