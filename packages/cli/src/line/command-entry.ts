import type { Command } from '@stricli/core';
import type { Context } from '../context.ts';

/** One command: what it is for, how it is written, and where it is. */
export interface CommandEntry {
  readonly brief: string;
  /** What comes after its name. */
  readonly usage: string;
  /** What may be typed, without the word `cairn` before it. */
  readonly examples: readonly string[];
  readonly load: () => Promise<{ readonly command: Command<Context> }>;
}

/** Commands that belong together, by their names: one word or two. */
export interface CommandSection {
  readonly title: string;
  readonly commands: Readonly<Record<string, CommandEntry>>;
}
