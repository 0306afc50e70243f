import type { ThreadRecord } from '../../store/contract/store.ts';

/** What a thread that is driven here is suspected of: how often in a row its owners died, as it stands now. */
interface Suspicion {
  readonly takeovers: number;
}

/**
 * Keeps threads whose owners died from being blamed for each other.
 *
 * When a process dies, the death counts against all that it drove, and one of them may have been the cause. The oftener a
 * thread's owners died in a row, the fewer of its kind are driven beside it: half as many each time, and the last time it is
 * alone. So whoever is given up in the end is the one that did it; the others get somewhere and are free of it.
 */
export class Trials {
  readonly #owner: string;
  readonly #most: number;
  readonly #tried = new Map<string, Suspicion>();

  /** `most` is how often a thread's owners may die before it is given up. */
  constructor(owner: string, most: number) {
    this.#owner = owner;
    this.#most = most;
  }

  /** How often in a row a thread's owners may have died for it to be no suspect. */
  get unsuspicious(): number {
    return Math.min(2, this.#most) - 1;
  }

  /** Whether a thread may be driven beside those that are on trial now; it is one of them from then on. */
  giveRoomTo({ id, owner, takeovers }: Pick<ThreadRecord, 'id' | 'owner' | 'takeovers'>): boolean {
    const deaths = takeovers + (owner !== null && owner !== this.#owner ? 1 : 0);
    const share = this.#shareOf(deaths);
    if (share === Infinity) return true;
    const shares = [...this.#tried].flatMap(([other, suspicion]) =>
      other === id ? [] : [this.#shareOf(suspicion.takeovers)],
    );
    const others = shares.filter((each) => each < Infinity);
    if (others.length + 1 > Math.min(share, ...others)) return false;
    this.begin(id, { takeovers: deaths });
    return true;
  }

  /** A thread is driven here from now on. */
  begin(id: string, suspicion: Suspicion): void {
    if (suspicion.takeovers > 0) this.#tried.set(id, suspicion);
    else this.#tried.delete(id);
  }

  /** A thread is driven here no more. */
  end(id: string): void {
    this.#tried.delete(id);
  }

  /** How many of its kind are driven beside such a thread, itself included. One death says nothing yet; one too many is no trial. */
  #shareOf(deaths: number): number {
    return deaths <= this.unsuspicious || deaths > this.#most ? Infinity : 2 ** Math.min(this.#most - deaths, 30);
  }
}
