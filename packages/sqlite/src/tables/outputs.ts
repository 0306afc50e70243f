import { outputsKept, type Store, type StoredOutput } from '@cairn/core/store';
import { soundText } from '../sums/sound.ts';
import { textSum } from '../sums/sum.ts';
import type { Statements } from './statements.ts';

/** The part of a store that reads a thread's outputs: the newest of what its runs showed, in a ring that commits write. */
export function outputReads(store: string, statements: Statements): Pick<Store, 'outputs' | 'shown'> {
  return {
    outputs: (id, after) =>
      statements.outputs.all(id, after).map(({ thread, sum, ...output }) => {
        const { n, seq, body } = output;
        soundText(store, `output ${n} of "${id}"`, sum, body, thread, n, seq);
        return output;
      }),
    shown: (id) => statements.shown.get(id) ?? 0,
  };
}

/** Adds what a thread showed, and drops what is too old by then, as much as was added; the newest stays, however large it is. */
export function addOutputs(statements: Statements, thread: number, outputs: readonly StoredOutput[]): void {
  const last = statements.lastOutput.get(thread);
  let newest = last?.n ?? 0;
  let before = last === undefined ? 0 : last.before + last.body.length;
  for (const { n, seq, body } of outputs) {
    if (n <= newest) continue;
    statements.addOutput.run(thread, n, seq, body, before, textSum(body, thread, n, seq));
    newest = n;
    before += body.length;
  }
  for (;;) {
    const first = statements.firstOutput.get(thread);
    if (first === undefined || first.n === newest) return;
    const count = newest - first.n + 1;
    if (count <= outputsKept.count && before - first.before <= outputsKept.characters) return;
    statements.dropOutput.run(thread, first.n);
  }
}
