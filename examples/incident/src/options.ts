import { parseArgs } from 'node:util';
import { isProblem } from '@cairn/core';
import { toMilliseconds } from '@cairn/core/store';

/** What the command line asks for. */
export interface Options {
  readonly data: string;
  /** The node in the middle of which the process is to die. */
  readonly kill: string | undefined;
  /** Milliseconds a person has to begin an answer. */
  readonly wait: number;
  /** The answer, where it was given beforehand. */
  readonly answer: 'yes' | 'no' | undefined;
  readonly keep: boolean;
  readonly help: boolean;
}

/** A command line that cannot be followed; its message is one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const usage = `Plays one incident through, on a service that really fails.

  npm start [-- options]

  --kill NODE    kill the process with SIGKILL in the middle of that node;
                 the next \`npm start\` takes the incident up where it stopped
  --answer yes|no
                 answer the question for approval beforehand
  --wait TIME    how long to wait for an answer in the terminal, 8s by default
  --keep         leave the service and the receiver running at the end
  --data DIR     where the database and the logs are kept
  --help         show this

With OPENAI_BASE_URL and OPENAI_MODEL set (and OPENAI_API_KEY, if need be) the
investigation asks that model; without, it goes by rules. NO_COLOR is honoured.`;

const known = {
  kill: { type: 'string' },
  answer: { type: 'string' },
  wait: { type: 'string', default: '8s' },
  keep: { type: 'boolean', default: false },
  data: { type: 'string' },
  help: { type: 'boolean', default: false, short: 'h' },
} as const;

/** Reads a command line; a {@link UsageError} for one that cannot be followed. */
export function readOptions(args: readonly string[], folder: string): Options {
  const { values, tokens } = parseArgs({ args: [...args], options: known, strict: false, tokens: true });
  for (const token of tokens) refuse(token);
  const { kill, answer, wait, keep, data, help } = values as Record<string, string | undefined> & Switches;
  if (answer !== undefined && answer !== 'yes' && answer !== 'no') {
    throw new UsageError(`--answer is "yes" or "no", not "${answer}".`);
  }
  return { data: data ?? folder, kill, wait: durationOf(wait ?? ''), answer, keep, help };
}

interface Switches {
  readonly keep: boolean;
  readonly help: boolean;
}

interface Token {
  readonly kind: string;
  readonly name?: string;
  readonly rawName?: string;
  readonly value?: string | undefined;
}

function refuse({ kind, name = '', rawName, value }: Token): void {
  if (kind === 'positional') throw new UsageError(`"${value}" is not an option. See --help.`);
  if (kind !== 'option') return;
  const type = Object.hasOwn(known, name) ? known[name as keyof typeof known].type : undefined;
  if (type === undefined) throw new UsageError(`There is no option ${rawName}. See --help.`);
  if (type === 'string' && !value) throw new UsageError(`${rawName} needs a value. See --help.`);
  if (type === 'boolean' && value !== undefined) throw new UsageError(`${rawName} takes no value. See --help.`);
}

function durationOf(text: string): number {
  try {
    return toMilliseconds(text);
  } catch (error) {
    if (isProblem(error)) throw new UsageError(`--wait: ${error.message}`);
    throw error;
  }
}
