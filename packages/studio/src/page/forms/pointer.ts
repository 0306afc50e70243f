/** The steps of a JSON pointer as a part of an address writes it: `#/$defs/tree`. */
export function stepsIn(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
}
