import { inWords } from './given.ts';
import { problem } from './problem.ts';

/** A length of time: a number and a unit (`'250ms'`, `'30s'`, `'5m'`, `'24h'`, `'7d'`, `'2w'`), or milliseconds. */
export type Duration = `${number}${Unit}` | number;

type Unit = 'ms' | 's' | 'm' | 'h' | 'd' | 'w';

const milliseconds: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const pattern = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)$/u;

/** A {@link Duration} in whole milliseconds; a problem `duration/invalid` for anything else. */
export function toMilliseconds(duration: string | number): number {
  if (typeof duration === 'number' && Number.isFinite(duration) && duration >= 0) return Math.round(duration);
  const [, amount, unit] = (typeof duration === 'string' && pattern.exec(duration)) || [];
  if (amount === undefined || unit === undefined) throw problem('duration/invalid', { found: shown(duration) });
  return Math.round(Number(amount) * (milliseconds[unit] ?? 0));
}

/** What was given instead of a duration; the sentence puts it in quotes. */
function shown(given: unknown): string {
  return typeof given === 'string' && given.length < 100 ? given : inWords(given);
}
