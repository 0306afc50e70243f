/** A number of rounds, attempts or people, as an option says it; what is less than 1 is 1, and what is no number is refused in words. */
export function mustBeCount(name: string, given: number): number {
  if (typeof given !== 'number' || Number.isNaN(given))
    throw new TypeError(`\`${name}\` is no number: ${String(given)}.`);
  return Math.max(1, given);
}

/** A number that an option says, or a function of what the pattern works on. */
export function countOf<Of>(name: string, given: number | ((of: Of) => number)): (of: Of) => number {
  if (typeof given === 'function') return (of) => mustBeCount(name, given(of));
  const count = mustBeCount(name, given);
  return () => count;
}
