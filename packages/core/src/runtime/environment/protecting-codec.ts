import type { Codec } from '../../base/value/codec.ts';
import type { Protection } from '../../store/text/sealed-text.ts';

/** A codec that knows which keys are protected: what is said of their values is said without them. */
export function protectingCodec(codec: Codec, protect: Protection | undefined): Codec {
  if (protect === undefined) return codec;
  const keys = new Set(protect.keys);
  return { ...codec, protects: (key) => keys.has(key) };
}
