import { createInterface } from 'node:readline/promises';
import type { Options } from '../options.ts';

/** What a person says to a proposal, or what is said for one who is not there. */
export type Verdict =
  | { readonly approve: true; readonly by: string }
  | { readonly approve: false; readonly reason: string };

/** Gets an answer: the one given beforehand, a person's in the terminal, or its own when nobody is there to answer. */
export async function decide({ answer, wait }: Pick<Options, 'answer' | 'wait'>): Promise<Verdict> {
  if (answer !== undefined) return verdictOf(answer === 'yes', 'the command line');
  if (!process.stdin.isTTY || !process.stdout.isTTY) return alone('There is no terminal to ask in');
  const approved = await askPerson(wait);
  if (approved === undefined) return alone(`No answer within ${wait / 1_000} s`);
  return verdictOf(approved, process.env['USER'] ?? 'a person');
}

function alone(why: string): Verdict {
  console.log(`  ${why}, so this example approves on its own.`);
  return { approve: true, by: 'nobody, on its own' };
}

function verdictOf(approve: boolean, by: string): Verdict {
  return approve ? { approve, by } : { approve, reason: `${by} said no` };
}

/** Asks in the terminal; undefined when nobody began to answer in time, or the input ended. */
async function askPerson(wait: number): Promise<boolean | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const prompt = `  Approve? [y/n, or wait ${wait / 1_000} s] `;
  const enough = new AbortController();
  const timer = setTimeout(() => enough.abort(), wait);
  process.stdin.once('keypress', () => clearTimeout(timer));
  lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  lines.once('close', () => enough.abort());
  try {
    for (;;) {
      const text = (await lines.question(prompt, { signal: enough.signal })).trim().toLowerCase();
      if (text === 'y' || text === 'yes') return true;
      if (text === 'n' || text === 'no') return false;
    }
  } catch (error) {
    if (!enough.signal.aborted) throw error;
    console.log();
    return undefined;
  } finally {
    clearTimeout(timer);
    lines.close();
  }
}
