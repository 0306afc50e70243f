/** A fact by its namespace and its id within that. */
export interface FactPlace {
  readonly namespace: readonly string[];
  readonly id: string;
}

/** What the keys of all facts begin with that are in a namespace, or in one within it. */
export function prefixOf(namespace: readonly string[]): string {
  return namespace.map((label) => `${label.replaceAll('%', '%25').replaceAll('/', '%2F')}/`).join('');
}

/** The key of a fact: its namespace, and its id after an empty label. */
export function keyOfFact({ namespace, id }: FactPlace): string {
  return `${prefixOf(namespace)}/${id}`;
}

/** The fact that a key is of. */
export function placeOfFact(key: string): FactPlace {
  const end = key.startsWith('/') ? 0 : key.indexOf('//') + 1;
  const labels = key.slice(0, end).split('/').slice(0, -1);
  return {
    namespace: labels.map((label) => label.replaceAll('%2F', '/').replaceAll('%25', '%')),
    id: key.slice(end + 1),
  };
}
