import type { Status } from '../../advance/status.ts';

/** How a thread stands, as far as one who watches was told: what is told is news. */
export class ToldStatus {
  #known: Status = 'running';
  #isOwed = false;

  /** Begins with how it stands; `isBehind` where what led there is told yet, and how it rests with it. */
  begin(status: Status, isBehind: boolean): void {
    this.#known = status;
    this.#isOwed = isBehind;
  }

  /** Whether it is news, which is told then. */
  isNews(status: Status): boolean {
    if (status === this.#known) return false;
    this.#known = status;
    this.#isOwed = false;
    return true;
  }

  /** Whether no status was told since, to one who began before the thread's last rest. */
  get isOwed(): boolean {
    return this.#isOwed;
  }
}
