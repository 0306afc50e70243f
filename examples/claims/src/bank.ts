import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Bank } from './adjudication.ts';

/** What was asked of a bank. */
export interface Transfer {
  readonly claim: string;
  readonly amount: number;
  readonly key: string;
}

/** A bank whose ledger is a file. */
export function bankIn(file: string): Bank & { transfers(): readonly Transfer[] } {
  const transfers = (): readonly Transfer[] =>
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Transfer)
      : [];
  return {
    transfers,
    pay: async (claim, amount, key) => {
      if (transfers().some((made) => made.key === key)) return;
      appendFileSync(file, `${JSON.stringify({ claim, amount, key } satisfies Transfer)}\n`);
    },
  };
}
