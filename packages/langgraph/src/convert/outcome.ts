import { Command, isCommand, Send } from '@langchain/langgraph';
import type { KeyOf } from './channels.ts';
import { end } from './lang-graph.ts';
import type { Sent, Up } from './superstep.ts';

/** What a node came to. */
export interface Outcome {
  /** What it writes, by channel, in its order. */
  readonly writes: readonly Write[];
  /** Where it says to go. */
  readonly to: readonly string[];
  readonly sends: readonly Sent[];
  /** What it tells the graph around its own, which ends with it. */
  readonly up?: Up;
}

type Write = readonly [string, unknown];

/** What a node returned, as LangGraph takes it. */
export function outcomeOf(node: string, result: unknown): Outcome {
  const all = Array.isArray(result) && result.some((each) => isCommand(each)) ? result : [result];
  const told = all.find((each) => isCommand(each) && asCommand(each).graph === Command.PARENT) as unknown;
  if (told !== undefined) return { writes: [], to: [], sends: [], up: upOf(asCommand(told)) };
  const writes: Write[] = [];
  const goals: unknown[] = [];
  for (const each of all) {
    if (isCommand(each)) goals.push(asCommand(each).goto);
    else if (each instanceof Send) goals.push(each);
    writes.push(...writesOf(node, each));
  }
  return { writes, ...goalsOf(goals.flat()) };
}

function asCommand(value: unknown): Command {
  return value as Command;
}

function upOf(command: Command): Up {
  const { to, sends } = goalsOf([command.goto].flat());
  return { update: writesOfUpdate(command.update), to, sends };
}

/** Goals of a command, or of a router: the names of nodes, and what is sent. */
export function goalsOf(goals: readonly unknown[]): Pick<Outcome, 'to' | 'sends'> {
  const named = goals.filter((goal): goal is string => typeof goal === 'string' && goal !== end);
  const sends = goals.filter((goal): goal is Send => goal instanceof Send);
  const timed = sends.find(({ timeout }) => timeout !== undefined);
  if (timed !== undefined) throw timedOf(timed);
  return { to: [...new Set(named)], sends: sends.map(({ node, args }) => ({ node, args: args as unknown })) };
}

/** How long a node may take is said at the node. */
function timedOf({ node }: Send): Error {
  return new Error(`What is sent to "${node}" has a timeout of its own, which has no place. Give it to the node.`);
}

function writesOf(node: string, result: unknown): readonly Write[] {
  if (result === null || result === undefined || result instanceof Send) return [];
  if (isCommand(result)) {
    return writesOfUpdate(asCommand(result).update);
  }
  if (typeof result === 'object' && !Array.isArray(result)) return Object.entries(result);
  const found = Array.isArray(result) ? 'a list' : typeof result;
  throw new Error(
    `Node "${node}" gave ${found}: it has to return an object with keys of the state, a Command, or a list with one.`,
  );
}

/** A command's update is a record, or a list of keys with their values. */
function writesOfUpdate(update: unknown): readonly Write[] {
  if (update === null || update === undefined) return [];
  return Array.isArray(update) ? (update as Write[]) : Object.entries(update);
}

/** An update of the state that says what was written to channels. What is no channel is handed on, to be refused by its name. */
export function updateOf(keys: ReadonlyMap<string, KeyOf>, writes: readonly Write[]): Record<string, unknown> {
  const values = new Map<string, unknown[]>();
  for (const [key, value] of writes) {
    const before = values.get(key);
    if (before === undefined) values.set(key, [value]);
    else before.push(value);
  }
  return Object.fromEntries([...values].map(([key, all]) => [key, keys.get(key)?.write(all) ?? all[0]]));
}
