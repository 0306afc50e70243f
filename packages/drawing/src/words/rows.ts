/** The words of a row of a log, the same wherever logs are shown. Whoever shows them writes what nobody sees in them as escapes. */

interface Moved {
  readonly from: string;
  readonly to?: string | undefined;
}

/** Where a row leads: `gather → investigate`, or the node that its lane stays at. */
export function wayText({ from, to }: Moved): string {
  if (to === undefined) return from;
  if (to === from) return `${from} ↻`;
  return from === '' ? to : `${from} → ${to}`;
}

interface Caused {
  readonly cause: string;
  readonly label?: string | undefined;
  readonly attempt?: number | undefined;
}

/** Why a row was written: its cause with its label. */
export function causeText({ cause, label, attempt }: Caused): string {
  const which = label ?? (cause === 'attempt' && attempt !== undefined ? String(attempt) : undefined);
  return which === undefined ? cause : `${cause} ${which}`;
}

/** The innermost states within its node that a row left a lane in. */
export interface Left {
  readonly lane: string;
  readonly states: readonly string[];
}

/** The states that a row of a lane left lanes in, those of another lane with its name before the first: `['cart', 'first lane: paid', 'off']`. */
export function statesLeft(of: string, left: readonly Left[]): readonly string[] {
  return left.flatMap(({ lane, states: [first, ...more] }) => {
    if (first === undefined) return [];
    return [lane === of ? first : `${lane === '' ? 'first lane' : lane}: ${first}`, ...more];
  });
}

/** The states that somebody is in: `in cart, off`. */
export function statesText(states: readonly string[]): string {
  return `in ${states.join(', ')}`;
}
