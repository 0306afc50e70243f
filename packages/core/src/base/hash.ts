/** Node's crypto, loaded when it is first needed: to read a thread needs none of it, and loading takes longer than that. */
export function crypto(): typeof import('node:crypto') {
  return process.getBuiltinModule('node:crypto');
}

/** SHA-256 of a text, in hexadecimal. */
export function hashOf(text: string): string {
  return crypto().hash('sha256', text);
}
