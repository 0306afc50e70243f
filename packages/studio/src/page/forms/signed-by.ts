import { fieldOf } from './field.ts';

/** What a form begins with: who asks, where an entry `by` asks for a name and says nothing itself. */
export function signedBy(schema: unknown, who: string | undefined): { readonly by: string } | undefined {
  const field = fieldOf(schema);
  if (who === undefined || field.kind !== 'record' || field.initial !== undefined) return undefined;
  const by = field.entries.find(({ name }) => name === 'by')?.field;
  return by?.kind === 'text' && by.format === undefined && by.initial === undefined ? { by: who } : undefined;
}
