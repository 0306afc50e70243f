interface NodeBuffer {
  from(text: string, encoding: 'base64'): Uint8Array;
  from(buffer: ArrayBufferLike, offset: number, length: number): { toString(encoding: 'base64'): string };
}

// Node's is by far the fastest; browsers have the other.
const { Buffer: node } = globalThis as { Buffer?: NodeBuffer };

/** Bytes as base64. */
export function toBase64(bytes: Uint8Array): string {
  if (node !== undefined) return node.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** The bytes of a base64 text; undefined when it is none. */
export function fromBase64(text: string): Uint8Array | undefined {
  const digits = text.replace(/={1,2}$/u, '');
  if (text.length % 4 !== 0 || /[^A-Za-z0-9+/]/u.test(digits)) return undefined;
  return node === undefined ? decoded(text) : new Uint8Array(node.from(text, 'base64'));
}

function decoded(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
