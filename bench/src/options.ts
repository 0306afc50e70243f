import { parseArgs } from 'node:util';
import { cases } from './cases.ts';
import type { Case } from './case.ts';
import type { Timing } from './judge.ts';

/** What `pnpm bench` is asked for. */
export interface Options {
  readonly cases: readonly Case[];
  readonly rounds: number;
  readonly quick: boolean;
  readonly write: boolean;
  readonly timing: Timing;
}

export const usage = `Usage: pnpm bench [--quick] [--case name]... [--rounds n] [--cpu] [--write]

  --quick   fewer rounds and repetitions, without the slow cases of others
  --case    only this case, or these: ${cases.map(({ name }) => name).join(', ')}
  --rounds  how often everything is measured; 5 by default, 1 with --quick
  --cpu     times of the processor instead of the clock, where they are known: for a busy machine
  --write   keeps the numbers in bench/results, which a whole run does anyway`;

/** Reads the command line; undefined when it asks for help or for what there is not. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      case: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string' },
      cpu: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { quick, cpu, case: names, write, help } = values;
  const rounds = Number(values.rounds ?? (quick ? 1 : 5));
  const unknown = names.some((name) => !cases.some((each) => each.name === name));
  if (help || unknown || !Number.isInteger(rounds) || rounds < 1) return undefined;
  const chosen = names.length === 0 ? cases : cases.filter(({ name }) => names.includes(name));
  const timing = cpu ? 'cpu' : 'wall';
  return { cases: chosen, rounds, quick, timing, write: write || (names.length === 0 && !quick) };
}
