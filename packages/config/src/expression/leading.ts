import { followed, type Flaw } from './flaw.ts';

/** So many texts are tried for one mistake, of which none is longer. */
const most = 48;
const longest = 500;

/** The flaws of a text at its place. */
type FlawsOf = (text: string) => readonly Flaw[];

interface Try {
  readonly text: string;
  /** Which of what may be told leads there. */
  readonly told: Flaw;
}

/**
 * Of all that a flaw may be told as, the one by which an expression that its place takes is reached in the fewest steps: what its reader is
 * told to write is no next mistake. Where none leads there, what says no more than what is wrong, or what leads to an expression of another
 * place. `takes` finds the flaws of a text at its place, `reads` those that it has anywhere.
 */
export function leading(flaw: Flaw, text: string, takes: FlawsOf, reads: FlawsOf): Flaw {
  const { others = [] } = flaw;
  if (others.length === 0) return flaw;
  const all = [flaw, ...others];
  if (text.length > longest) return flaw;
  return (
    nearestTo(all, text, takes) ??
    all.find((each) => followed(text, each) === undefined) ??
    nearestTo(all, text, reads) ??
    flaw
  );
}

/** Goes on from step to step by all ways at once. */
function nearestTo(all: readonly Flaw[], text: string, flawsOf: FlawsOf): Flaw | undefined {
  const seen = new Set([text]);
  const tries: Try[] = [];
  const go = (from: string, flaws: readonly Flaw[], told?: Flaw) => {
    for (const each of flaws) {
      const next = followed(from, each);
      if (next === undefined || seen.has(next)) continue;
      seen.add(next);
      tries.push({ text: next, told: told ?? each });
    }
  };
  go(text, all);
  for (let index = 0; index < Math.min(tries.length, most); index++) {
    const { text: from, told } = tries[index] as Try;
    const [first] = flawsOf(from);
    if (first === undefined) return told;
    go(from, [first, ...(first.others ?? [])], told);
  }
  return undefined;
}
