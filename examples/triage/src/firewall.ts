import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** A line of what a wall was told. */
interface Entry {
  readonly wall: 'edge' | 'host';
  readonly address: string;
  readonly key: string;
  /** A wall may say that it blocks, and not do it. */
  readonly holds: boolean;
}

/** The world outside: two walls, which write down what they were told, and know a key that they saw before. The one at the edge forgets addresses that end in an odd number. */
export class Firewall {
  readonly #file: string;
  /** The process dies in the middle of so manieth block: once it is made, and before anybody hears of it. */
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

  block(wall: Entry['wall'], address: string, key: string): void {
    if (this.entries.some((entry) => entry.key === key)) return;
    const holds = wall === 'host' || Number(address.split('.').at(-1)) % 2 === 0;
    const entry: Entry = { wall, address, key, holds };
    appendFileSync(this.#file, `${JSON.stringify(entry)}\n`);
    if (this.entries.length === this.#killAt) process.kill(process.pid, 'SIGKILL');
  }

  /** Whether an address is kept out in fact. */
  isBlocked(address: string): boolean {
    return this.entries.some((entry) => entry.address === address && entry.holds);
  }
}
