interface BufferMaker {
  readonly prototype: Uint8Array;
  alloc(length: number): Uint8Array;
}

/** Node's `Buffer`; browsers have none. */
const { Buffer: maker } = globalThis as { Buffer?: BufferMaker };

/** What a `Buffer` inherits from; undefined where there is none. */
export const bufferPrototype: object | undefined = maker?.prototype;

/** Whether bytes are a `Buffer`, whose methods are others than those of a plain `Uint8Array`. */
export function isBuffer(bytes: object): boolean {
  return maker !== undefined && Object.getPrototypeOf(bytes) === maker.prototype;
}

/** The same bytes as a `Buffer` with memory of its own; as they are where there is none. */
export function bufferOf(bytes: Uint8Array): Uint8Array {
  if (maker === undefined) return bytes;
  const buffer = maker.alloc(bytes.length);
  buffer.set(bytes);
  return buffer;
}
