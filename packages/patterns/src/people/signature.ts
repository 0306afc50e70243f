import { createHmac, timingSafeEqual } from 'node:crypto';

/** What is signed with: the first of them signs, and what any of them signed counts. So a new one is put first, and the old one goes once nothing it signed is under way. */
export type Secrets = readonly [string, ...string[]];

const fewest = 16;

/** The keys that secrets are. One that begins with `whsec_` is base64, as senders of webhooks show theirs. */
export function keysOf(secrets: Secrets): readonly Buffer[] {
  const keys = secrets.map((secret) =>
    secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret, 'utf8'),
  );
  if (keys.length === 0) throw new TypeError('There is no secret to sign with.');
  if (keys.some(({ length }) => length < fewest)) {
    throw new TypeError(`A secret has at least ${fewest} bytes: what is shorter can be guessed.`);
  }
  return keys;
}

/** HMAC-SHA256 of a text. */
export function signatureOf(key: Buffer | undefined, text: string): Buffer {
  if (key === undefined) throw new TypeError('There is no secret to sign with.');
  return createHmac('sha256', key).update(text).digest();
}

/** Whether one of the signatures is that of the text by one of the keys; how long that takes tells nothing of them. */
export function isSigned(keys: readonly Buffer[], text: string, signatures: readonly Buffer[]): boolean {
  let found = false;
  for (const key of keys) {
    const own = signatureOf(key, text);
    for (const signature of signatures) {
      if (signature.length === own.length && timingSafeEqual(signature, own)) found = true;
    }
  }
  return found;
}
