import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** What the world outside wrote down of a booking. */
export interface Entry {
  readonly did: 'booked' | 'cancelled';
  readonly what: string;
  readonly key: string;
}

/** The world outside: airlines, hotels and others, who write down what they did, and know a key that they saw before. */
export class Agency {
  readonly #file: string;
  /** The process dies in the middle of so manieth cancellation: once it is made, and before anybody hears of it. */
  readonly #killAt: number | undefined;

  constructor(file: string, killAt?: number) {
    this.#file = file;
    this.#killAt = killAt;
  }

  get entries(): readonly Entry[] {
    if (!existsSync(this.#file)) return [];
    const lines = readFileSync(this.#file, 'utf8').trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as Entry);
  }

  book(what: string, key: string): void {
    if (!this.#has('booked', key)) this.#write({ did: 'booked', what, key });
  }

  /** Cancels what was booked under a key; where nothing was, there is nothing to do. */
  cancel(key: string): void {
    const booked = this.entries.find((entry) => entry.did === 'booked' && entry.key === key);
    if (booked === undefined || this.#has('cancelled', key)) return;
    this.#write({ ...booked, did: 'cancelled' });
    const cancelled = this.entries.filter(({ did }) => did === 'cancelled').length;
    if (cancelled === this.#killAt) process.kill(process.pid, 'SIGKILL');
  }

  #has(did: Entry['did'], key: string): boolean {
    return this.entries.some((entry) => entry.did === did && entry.key === key);
  }

  #write(entry: Entry): void {
    appendFileSync(this.#file, `${JSON.stringify(entry)}\n`);
    console.log(`  ${entry.did} ${entry.what}`);
  }
}
