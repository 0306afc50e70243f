/** Something of a document that is not read, and where it stands. */
export interface ScxmlIssue {
  /**
   * `malformed`: no XML. `invalid`: no SCXML, such as a target that is nowhere. `unsupported`: SCXML that this reader has no counterpart for.
   * `no-expressions`: an expression, and nothing was given that evaluates it.
   */
  readonly code: 'malformed' | 'invalid' | 'unsupported' | 'no-expressions';
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly message: string;
}

/** Where an element begins. */
export type Place = Pick<ScxmlIssue, 'line' | 'column'>;

/** Thrown by `fromScxml` where a document is not read; `issues` has all that stands in the way, in the order of the text. */
export class ScxmlRefused extends Error {
  override readonly name = 'CairnScxmlRefused';
  readonly issues: readonly ScxmlIssue[];

  constructor(issues: readonly ScxmlIssue[]) {
    const sorted = issues.toSorted((a, b) => a.line - b.line || a.column - b.column);
    const lines = sorted.map(({ line, column, message }) => `- line ${line}, column ${column}: ${message}`);
    super(`The document cannot be read.\n${lines.join('\n')}`);
    this.issues = sorted;
  }
}
