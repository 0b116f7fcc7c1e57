export function Inspector() {
  return <aside className="ll-inspector" aria-label="Inspector" />;
}
