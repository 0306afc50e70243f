import type { Blob } from '../contract/store.ts';

/** Values that are kept once, by their hashes. */
export class KeptBlobs {
  readonly #bodies = new Map<string, string>();

  keep(blobs: readonly Blob[] | undefined): void {
    for (const { hash, body } of blobs ?? []) this.#bodies.set(hash, body);
  }

  /** Those that there are, each once. */
  of(hashes: readonly string[]): readonly Blob[] {
    const found: Blob[] = [];
    for (const hash of new Set(hashes)) {
      const body = this.#bodies.get(hash);
      if (body !== undefined) found.push({ hash, body });
    }
    return found;
  }

  /** Drops all others. */
  keepOnly(used: ReadonlySet<string>): void {
    for (const hash of this.#bodies.keys()) if (!used.has(hash)) this.#bodies.delete(hash);
  }
}
