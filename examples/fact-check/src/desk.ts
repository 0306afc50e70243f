import { z } from 'zod';
import type { Model } from 'example-model';

/** What there is to be written about. */
export const Goal = z.object({ topic: z.string() });

/** What a worker gives: facts, or a text in which each sentence names its fact, as `[F1]`. */
export const Piece = z.union([
  z.object({ facts: z.array(z.object({ id: z.string(), text: z.string() })) }),
  z.object({ text: z.string() }),
]);

export type Goal = z.infer<typeof Goal>;

export type Piece = z.infer<typeof Piece>;

/** What those who work need of the world. */
export interface Desk {
  /** Without one, all go by rules. */
  readonly model: Model | undefined;
  /** Tells whoever looks on what is being done. */
  announce(this: void, what: string): Promise<void>;
  /** Puts a page out: the same key puts it out once. */
  publish(this: void, page: string, key: string): Promise<void>;
}

/** All facts among pieces. */
export function factsIn(
  pieces: Readonly<Record<string, Piece>>,
): readonly { readonly id: string; readonly text: string }[] {
  return Object.values(pieces).flatMap((piece) => ('facts' in piece ? piece.facts : []));
}
