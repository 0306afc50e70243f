import { suggest } from '@cairn/core/store';

/** An error where names in options are of nothing that there is; `what` says what they are names of, and where. */
export function mustBeKnown(what: string, names: readonly string[], known: readonly string[]): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new TypeError(`There is no ${what} "${unknown}". ${suggest(unknown, known)}`);
}

export function nameOf({ name }: { readonly name: string }): string {
  return name;
}
