import { namesOf } from './listed.ts';

/** Names of so many characters are compared, and so many of those that are known: whoever writes many or long ones pays for them. */
const longest = 64;
const most = 1_000;

/** The known name most like `name`, if one is near enough to be what was meant; names of more than 64 characters are like none. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  if (name.length > longest) return undefined;
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  let compared = 0;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= least) continue;
    if (++compared > most || least === 0) break;
    const distance = editDistance(wanted, candidate.toLowerCase(), least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** A sentence's tail that offers the nearest of `known`, or lists the first of them. */
export function suggest(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  if (near !== undefined) return `Did you mean "${near}"?`;
  return known.length === 0 ? 'There are none.' : `Known: ${namesOf(known)}.`;
}

/** Two rows that are filled in turn. */
let previous = new Uint16Array(2 * longest);
let current = new Uint16Array(2 * longest);

/** How many characters two texts differ in, as far as it is less than `limit`: cells that are further from the middle are not filled. */
function editDistance(left: string, right: string, limit: number): number {
  if (right.length + 1 > previous.length) return limit;
  for (let column = 0; column <= right.length; column++) previous[column] = column;
  for (let row = 1; row <= left.length; row++) {
    const from = Math.max(1, row - limit);
    const to = Math.min(right.length, row + limit);
    current[from - 1] = from === 1 ? row : limit;
    let least = current[from - 1] ?? limit;
    for (let column = from; column <= to; column++) {
      const same = left.charCodeAt(row - 1) === right.charCodeAt(column - 1) ? 0 : 1;
      const cell = Math.min(at(previous, column) + 1, at(current, column - 1) + 1, at(previous, column - 1) + same);
      current[column] = cell;
      if (cell < least) least = cell;
    }
    if (to < right.length) current[to + 1] = limit;
    if (least >= limit) return limit;
    [previous, current] = [current, previous];
  }
  return at(previous, right.length);
}

function at(row: Uint16Array, column: number): number {
  return row[column] ?? 0;
}
