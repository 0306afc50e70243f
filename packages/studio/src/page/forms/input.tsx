import type { Draft } from './draft.ts';
import type { Field } from './field.ts';
import type { Problem } from './problem.ts';

/** A field where it stands. */
export interface Input<Kind extends Field['kind'] = Field['kind']> {
  readonly field: Extract<Field, { kind: Kind }>;
  readonly draft: Draft;
  readonly path: Problem['path'];
  /** What the ids of its elements begin with. */
  readonly id: string;
  readonly problems: readonly Problem[];
  readonly onChange: (draft: Draft) => void;
  /** What it is called; the whole of a form has no name. */
  readonly name?: string;
  readonly isNeeded?: boolean | undefined;
  /** Whether it is said of what need not be there that it need not; by default it is. */
  readonly isSaid?: boolean | undefined;
}

/** What an element of a form bears. */
export interface Element {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
  readonly required?: true;
}

/** Says of what need not be there that it need not. */
export function Optional({
  isNeeded,
  isSaid = true,
}: {
  readonly isNeeded: boolean | undefined;
  readonly isSaid?: boolean | undefined;
}) {
  return isNeeded === false && isSaid ? <span class="asked-optional"> (optional)</span> : null;
}

/** Whether a problem is of this very place. */
export function isAt({ path }: Problem, place: Problem['path']): boolean {
  return path.length === place.length && path.every((step, at) => step === place[at]);
}
