import { z } from 'zod';

/** Whoever says something to a pattern: who is not named did not say anything. Space around a name is none of it. */
export const somebody: z.ZodString = z
  .string()
  .trim()
  .regex(/[^\s\p{Default_Ignorable_Code_Point}\p{Cc}]/u, 'nobody is named');

/**
 * Whether two names look the same to who reads them. Where several people have to say yes, the same one under a name that is written in
 * another way would count twice: letters that show nothing, their case and their width tell nobody apart.
 */
export function isSamePerson(one: string, other: string): boolean {
  return seen(one) === seen(other);
}

function seen(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .toLowerCase();
}
