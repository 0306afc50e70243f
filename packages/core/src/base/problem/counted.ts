/** A number of things, in words: `1 thread`, `2 threads`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
