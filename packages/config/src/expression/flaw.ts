/** A mistake in an expression, at a place of its text. */
export interface Flaw {
  readonly at: number;
  readonly message: string;
  /** What else may be meant: of all, the one is told that leads to an expression which its place takes. */
  readonly others?: readonly Flaw[];
}

/** How somebody is told to write something else. */
export function inPlaceOf(written: string, write: string): string {
  return `In place of ${written} write ${write}.`;
}

/** A text in which what a flaw says is done, as its reader would; undefined where it does not say what to write. */
export function followed(text: string, { at, message }: Flaw): string | undefined {
  const { written, write = '' } =
    /In place of (?<written>.+) write (?<write>.+)\.$/su.exec(message)?.groups ??
    /Leave (?<written>.+?) out[.:]/su.exec(message)?.groups ??
    {};
  const start = written === undefined ? -1 : text.lastIndexOf(written, at);
  if (written === undefined || start === -1) return undefined;
  return `${text.slice(0, start)}${write}${text.slice(start + written.length)}`.trim();
}

/** What is meant, of several that may be, each told by its message. */
export function oneOf(at: number, [first = '', ...others]: readonly string[]): Flaw {
  return others.length === 0
    ? { at, message: first }
    : { at, message: first, others: others.map((message) => ({ at, message })) };
}

/** What is told of a text without quotes. */
export const quotesOfItsOwn = 'A text has quotes of its own.';

/** What is told where no expression says it. */
export const inActivity = 'Decide it in an activity, and keep it in the state.';

/** What is told of regular expressions. */
export const regularExpressions =
  'Regular expressions are not offered, as some take for ever. Use contains, startsWith or endsWith, or decide it in an activity.';

/** What is told of a word for what is done otherwise. */
export const lastCase = 'The last of the cases has no "when": write the name of its node alone.';
