/** A state, as a random graph sees it. */
export type State = Readonly<Record<string, unknown>>;

/**
 * What a lane sees, as text. A transient value is gone when its thread has been at rest, and what comes of noise is a matter of time:
 * they are left out.
 */
export function viewOf({ passing: _, noise: _noise, ...seen }: State): string {
  return JSON.stringify(Object.entries(seen).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

/** A number that depends on a text alone (FNV-1a). */
export function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619);
  return hash >>> 0;
}
