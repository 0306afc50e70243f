/** What is alike by a name, in the order in which it is given. */
export function groups<Of>(all: Iterable<Of>, nameOf: (each: Of) => string): ReadonlyMap<string, readonly Of[]> {
  const found = new Map<string, Of[]>();
  for (const each of all) {
    const name = nameOf(each);
    const group = found.get(name);
    if (group === undefined) found.set(name, [each]);
    else group.push(each);
  }
  return found;
}
