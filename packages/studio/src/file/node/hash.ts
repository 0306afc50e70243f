import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** SHA-256 of a text, in hexadecimal: stands where core takes Node's, as a browser has none that answers at once. */
export function hashOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** Core's other uses of Node's crypto are not in the file. */
export function crypto(): never {
  throw new Error('There is no crypto of Node in a browser.');
}
