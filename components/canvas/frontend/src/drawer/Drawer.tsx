export function Drawer() {
  return <aside className="ll-drawer" aria-label="Drawer" />;
}
