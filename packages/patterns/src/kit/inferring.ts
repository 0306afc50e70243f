/**
 * Several facts of one part of a literal, inferred from several places in it: of a step its schema, and the graphs that work on it.
 *
 * TypeScript infers what is known of a part as the union of what stands at the places that are captured, and as long as nothing was. So these are
 * seen by inference alone, and what a part has to be is checked against what was inferred.
 */

interface Nothing {
  readonly '~nothing': never;
}

/** The places from which what is known of a part is inferred: seen by inference, which looks into both branches, and while nothing was captured. */
export type Inferring<Known, Captured> = [Known] extends [Nothing] ? Captured : unknown;
