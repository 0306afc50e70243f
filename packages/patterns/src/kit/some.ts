/** Refuses a pattern in which nobody would do a part of the work. */
export function mustBeSome(pattern: string, what: string, all: object): void {
  if (Object.keys(all).length === 0)
    throw new TypeError(`The ${what} of "${pattern}": there are none. Name at least one.`);
}
