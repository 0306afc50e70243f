import { chosenIn, drawnAt } from './drawn.ts';
import { missedIn, readDraft, type Draft, type ReadDraft } from './draft.ts';
import type { Field } from './field.ts';
import { problemsOf } from './validate.ts';

/** What has to be filled in: a value, or of an update, all of whose parts may be left out, one of them; or nothing. */
export type Needs = 'value' | 'update' | 'nothing';

/**
 * What a draft says, with everything that is against it: its field, what has to be there, and the schema. Each problem is at a field that is
 * drawn, so that nothing is refused without a word.
 */
export function checked(field: Field, draft: Draft, schema: unknown, needs: Needs): ReadDraft {
  const { value, problems } = readDraft(field, draft);
  const missed =
    needs === 'nothing'
      ? undefined
      : (missedIn(field, draft) ?? (needs === 'update' ? missedOf(field, value) : undefined));
  if (missed !== undefined) return { value, problems: [{ path: [], message: missed }] };
  if (problems.length > 0) return { value, problems };
  const against = problemsOf(schema, value, chosenIn(field, draft));
  return { value, problems: against.map((problem) => drawnAt(field, draft, problem)) };
}

/** What is said of an update that changes nothing; one that was written as JSON is meant. */
function missedOf({ kind }: Field, value: unknown): string | undefined {
  return kind === 'record' && Object.keys(value as object).length === 0 ? 'Give at least one value.' : undefined;
}
