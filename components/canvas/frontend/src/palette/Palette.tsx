export function Palette() {
  return <aside className="ll-palette" aria-label="Palette" />;
}
