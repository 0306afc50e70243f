import type { ThreadEvent } from '@cairn/core';

const kinds = ['profile', 'filings', 'news', 'summary'];

/**
 * A cell for each company, drawn again as its tasks go on where there is a terminal, and once at the end elsewhere: `·` to do, `✓` done, `~` by a
 * fall-back, `✗` failed, `-` skipped.
 */
export class Progress {
  readonly #companies: Map<number, Map<string, string>> = new Map();
  readonly #isTerminal: boolean = process.stdout.isTTY;
  #drawn = 0;
  /** How many tasks are through. */
  through = 0;

  hear(event: ThreadEvent): void {
    if (event.type !== 'checkpoint' || event.to !== 'sum') return;
    const [, company, kind] = /\/(\d+)-(\w+)$/u.exec(event.lane) ?? [];
    if (company === undefined || kind === undefined) return;
    const marks = this.#companies.get(Number(company)) ?? new Map<string, string>();
    this.#companies.set(Number(company), marks.set(kind, markOf(event.from, event.cause)));
    this.through += 1;
    if (this.#isTerminal) this.#draw();
  }

  end(): void {
    if (!this.#isTerminal) this.#draw();
  }

  #draw(): void {
    const cells = [...this.#companies]
      .toSorted(([one], [other]) => one - other)
      .map(([company, marks]) => `${company}`.padStart(3) + ` ${kinds.map((kind) => marks.get(kind) ?? '·').join('')}`);
    const rows = cells.flatMap((_, at) => (at % 10 === 0 ? [cells.slice(at, at + 10).join(' ')] : []));
    if (this.#drawn > 0) process.stdout.write(`\u001B[${this.#drawn}A`);
    for (const row of rows) console.log(row);
    this.#drawn = rows.length;
  }
}

function markOf(from: string | undefined, cause: string): string {
  if (cause === 'error') return '✗';
  if (from === 'skip') return '-';
  return from === 'work' ? '✓' : '~';
}
