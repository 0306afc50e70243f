import type { Document } from './document.ts';

/** A checkpoint that was read, or written. */
export interface Kept {
  /** Its namespace and its id. */
  readonly key: string;
  /** The short id of the one that it follows. */
  readonly of: string | undefined;
  readonly document: Document;
  /** The characters of its chain since the last whole one, and of that. */
  readonly since: number;
  readonly whole: number;
}
