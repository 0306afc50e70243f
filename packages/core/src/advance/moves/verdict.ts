/** Why what `verify` said refuses; undefined where it accepts. */
export function refusalIn(said: unknown): string | undefined {
  if (said === true || said === undefined) return undefined;
  if (said === false || said === '') return 'it gave no reason';
  if (typeof said === 'string') return said;
  const what = said === null ? 'null' : typeof said === 'object' ? 'an object' : `a ${typeof said}`;
  return `it answered ${what}, which is no verdict: answer true, false or a reason`;
}
