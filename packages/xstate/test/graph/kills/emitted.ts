import type { OpenOptions } from '@cairn/core';

interface Emitted {
  readonly type: string;
  readonly count?: unknown;
}

/** An event that the bakery, or one who helps there, emitted, as an effect. */
export function emittedText(actor: string, { type, count }: Emitted): string {
  return `${actor === '' ? 'the bakery' : actor} emitted ${type} ${String(count)}`;
}

/** Has told what who watches hears that was emitted. */
export function hearing(tell: (what: string) => void): NonNullable<OpenOptions['onEvent']> {
  return (told) => {
    if (told.type !== 'output') return;
    const { actor, event } = told.data as { readonly actor: string; readonly event: Emitted };
    tell(emittedText(actor, event));
  };
}
