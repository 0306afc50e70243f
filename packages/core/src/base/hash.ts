let loaded: typeof import('node:crypto') | undefined;

/** Node's crypto, loaded when it is first needed: to read a thread needs none of it, and loading takes longer than that. */
export function crypto(): typeof import('node:crypto') {
  return (loaded ??= process.getBuiltinModule('node:crypto'));
}

/** SHA-256 of a text, in hexadecimal. */
export function hashOf(text: string): string {
  return crypto().hash('sha256', text);
}
