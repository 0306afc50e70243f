import { z } from 'zod';
import { anything, celNames, type Known } from '../cel/known.ts';

interface Plain {
  readonly schema: z.ZodType;
  readonly known: Known;
}

const plain: Readonly<Record<string, () => Plain>> = {
  string: () => ({ schema: z.string(), known: { cel: celNames.text } }),
  number: () => ({ schema: z.number(), known: { cel: celNames.number } }),
  integer: () => ({ schema: z.int(), known: { cel: celNames.number } }),
  boolean: () => ({ schema: z.boolean(), known: { cel: celNames.flag } }),
  date: () => ({ schema: z.date(), known: { cel: celNames.time } }),
  // What an expression makes of whole numbers is a number, where it fits.
  bigint: () => ({ schema: z.bigint().or(z.int().transform(BigInt)), known: { cel: celNames.whole } }),
  bytes: () => ({ schema: z.instanceof(Uint8Array), known: { cel: celNames.bytes } }),
  any: () => ({ schema: z.unknown(), known: anything }),
  nothing: () => ({ schema: z.undefined(), known: { cel: 'null' } }),
};

/** A type that comes with every document. */
export function plainType(name: string): Plain | undefined {
  return Object.hasOwn(plain, name) ? plain[name]?.() : undefined;
}
