/** Keeps the old object wherever the new one says the same, so that only what changed is drawn again. */
export function share<T>(before: T | null | undefined, after: T): T {
  if (before === after || before === null || before === undefined) return after;
  if (typeof before !== "object" || typeof after !== "object" || after === null) return after;
  if (Array.isArray(before) !== Array.isArray(after)) return after;
  const old = before as Record<string, unknown>;
  const fresh = after as Record<string, unknown>;
  const keys = Object.keys(fresh);
  let isSame = keys.length === Object.keys(old).length;
  for (const key of keys) {
    fresh[key] = share(old[key], fresh[key]);
    if (fresh[key] !== old[key]) isSame = false;
  }
  return isSame ? before : after;
}
