/** Who drives threads, and until when they count as alive. */
export class KeptOwners {
  readonly #until = new Map<string, number>();

  beat(owner: string, until: number): void {
    this.#until.set(owner, until);
  }

  forget(owner: string): void {
    this.#until.delete(owner);
  }

  isAlive(owner: string | null, now: number): boolean {
    return owner !== null && (this.#until.get(owner) ?? -Infinity) > now;
  }
}
