/** The code of an attempt that was sent away until later. */
const code = 'notice/later';

/** The longest time for which somebody is left alone because they say so. */
const day = 86_400_000;

/** An error that says for how many milliseconds its receiver wants to be left alone: the next attempt is made no earlier. */
export function tryLater(message: string, wait: number): Error {
  return Object.assign(new Error(`${message} Retry after ${Math.min(Math.max(0, Math.ceil(wait)), day)} ms.`), {
    code,
  });
}

/** Until when somebody wants to be left alone, as the last failed attempt says, in milliseconds since 1970. */
export function allowedFrom(
  failure: { readonly message: string; readonly code?: string; readonly at: number } | undefined,
): number | undefined {
  if (failure?.code !== code) return undefined;
  const [, wait] = / Retry after (\d+) ms\.$/u.exec(failure.message) ?? [];
  return wait === undefined ? undefined : failure.at + Number(wait);
}
