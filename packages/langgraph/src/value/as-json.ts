/** What JSON makes of a value, for those who only look at it; a bigint is its digits. */
export function asJson(value: unknown): unknown {
  if (value === undefined) return undefined;
  const text = JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part)) as
    | string
    | undefined;
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
}
