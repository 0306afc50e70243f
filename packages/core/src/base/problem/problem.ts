import type { Problems } from './problem-facts.ts';
import { sentences } from './problems.ts';

/** A code of the problem table, `subject/problem`. Codes are public: they are added, never renamed. */
export type ProblemCode = keyof Problems;

/**
 * The one error Cairn throws. Branch on `code`; read `facts` for what was wrong.
 *
 * Two copies of Cairn in one process must agree, so recognise it with {@link isProblem}, not with `instanceof`.
 */
export class Problem<Code extends ProblemCode = ProblemCode> extends Error {
  override readonly name = 'CairnProblem';
  readonly code: Code;
  readonly facts: Problems[Code];

  constructor(code: Code, facts: Problems[Code], options?: ErrorOptions) {
    super(sentences[code](facts), options);
    this.code = code;
    this.facts = facts;
  }

  /** The page that explains this code, in the installed package: `@cairn/core/docs/problems/duration.md#invalid`. */
  get page(): string {
    const [subject, name] = this.code.split('/');
    return `@cairn/core/docs/problems/${subject}.md#${name}`;
  }
}

/** Makes a {@link Problem}; `cause` keeps the error that led to it. */
export function problem<Code extends ProblemCode>(code: Code, facts: Problems[Code], cause?: unknown): Problem<Code> {
  return new Problem(code, facts, cause === undefined ? undefined : { cause });
}

/** Whether a value is a {@link Problem}, and when `code` is given, that one. */
export function isProblem<Code extends ProblemCode = ProblemCode>(value: unknown, code?: Code): value is Problem<Code> {
  try {
    return (
      value instanceof Error &&
      value.name === 'CairnProblem' &&
      'code' in value &&
      (code === undefined || value.code === code)
    );
  } catch {
    // What an author throws may be a proxy that refuses every look.
    return false;
  }
}
