import { draftNamed, type Draft, type VariantDraft } from './draft.ts';
import type { Entry, Field } from './field.ts';
import type { Chosen, Problem } from './problem.ts';

type Path = Problem['path'];

/** Whether an entry is one that a button opens first: it holds more, need not be there, and is not. */
export function isClosed({ field, isNeeded }: Entry, draft: Draft): boolean {
  return draft === undefined && !isNeeded && ['record', 'list', 'variants'].includes(field.kind);
}

/** A field below another, by a step of a path, as it is drawn; undefined where none is. */
function below(field: Field, draft: Draft, step: Path[number]): readonly [Field, Draft] | undefined {
  if (field.kind === 'record') {
    const entry = field.entries.find(({ name }) => name === step);
    const own = entry && draftNamed(draft, entry.name);
    return entry === undefined || isClosed(entry, own) ? undefined : [entry.field, own];
  }
  if (field.kind !== 'list' || typeof step !== 'number' || !Array.isArray(draft) || step >= draft.length)
    return undefined;
  return [field.item(), (draft as readonly Draft[])[step]];
}

function variantIn(field: Extract<Field, { kind: 'variants' }>, draft: Draft): readonly [number, Field, Draft] {
  const { at = 0, of } = (draft ?? {}) as Partial<VariantDraft>;
  return [at, field.variants[at]?.field ?? { kind: 'json' }, of];
}

/** Which variants are chosen, where a path leads, from the outside in. */
function variantsAt(field: Field, draft: Draft, path: Path): readonly number[] {
  const [step, ...rest] = path;
  if (field.kind === 'variants') {
    const [at, chosen, of] = variantIn(field, draft);
    return [...(step === undefined ? [at] : []), ...variantsAt(chosen, of, path)];
  }
  const next = step === undefined ? undefined : below(field, draft, step);
  return next === undefined ? [] : variantsAt(next[0], next[1], rest);
}

/** What is chosen in a draft. */
export function chosenIn(field: Field, draft: Draft): Chosen {
  return (path, depth) => variantsAt(field, draft, path)[depth];
}

/** A problem at the field that is drawn nearest to what it is about, and says the rest of the way there. */
export function drawnAt(field: Field, draft: Draft, { path, message }: Problem): Problem {
  const place = drawnPath(field, draft, path);
  const rest = path.slice(place.length).map((step) => (typeof step === 'number' ? `item ${step + 1}` : `"${step}"`));
  return rest.length === 0 ? { path, message } : { path: place, message: `${rest.join(', ')}: ${message}` };
}

function drawnPath(field: Field, draft: Draft, path: Path): Path {
  if (field.kind === 'variants') {
    const [, chosen, of] = variantIn(field, draft);
    return drawnPath(chosen, of, path);
  }
  const [step, ...rest] = path;
  const next = step === undefined ? undefined : below(field, draft, step);
  return step === undefined || next === undefined ? [] : [step, ...drawnPath(next[0], next[1], rest)];
}
