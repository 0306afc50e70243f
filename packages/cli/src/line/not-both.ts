import { usageError } from '../exit-code.ts';
import { flagName } from './flag-name.ts';

/** Refuses flags of which one would have no effect beside the other. */
export function notBoth<Flags extends object>(
  flags: Flags,
  ...[one, other]: readonly [keyof Flags & string, keyof Flags & string]
): void {
  if (!isGiven(flags[one]) || !isGiven(flags[other])) return;
  throw usageError(`${flagName(one)} has no effect beside ${flagName(other)}. Give one of them.`);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== false;
}
