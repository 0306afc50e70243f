import { Command, isGraphInterrupt, isInvalidResume, isParentCommand } from '@langchain/langgraph';
import { hashOf } from '@cairn/core/store';
import { asJson } from '../value/as-json.ts';
import type { Acting, Configured } from './acting.ts';
import type { Runs } from './lang-graph.ts';
import { sourceOf } from './shape.ts';

/** One question of a visit. */
interface Question {
  readonly key: string;
  readonly payload: unknown;
}

/** What a visit of a node has asked: the state's own record of it. */
export interface Asked {
  /** What the node's function said when it asked. */
  readonly code: string;
  /** In the order of its interrupts. */
  readonly questions: readonly Question[];
  /** Those that other code had asked, and this has not come to. */
  readonly left: readonly Question[];
  /** How many there were. */
  readonly count: number;
}

/** Where that record is kept: in the lane, for as long as the visit. */
export const askedKey = 'step:asked';

/** What runs, and for whom. */
interface Run {
  readonly node: string;
  readonly runs: Runs;
  readonly input: unknown;
  readonly ctx: Acting;
  readonly asked: Asked | undefined;
}

/**
 * Runs a node's function as LangGraph does: what it interrupts for is asked of the thread, and with each answer it runs again from its
 * first line. Where it was asked by other code than today's, an answer goes to the interrupt that shows what was asked, and to no other.
 */
export async function runAsking(
  { node, runs, input, ctx, asked }: Run,
  withAnswers: (answers: readonly unknown[]) => Configured,
): Promise<unknown> {
  const code = hashOf(sourceOf(runs));
  const before = ctx.saved === undefined ? undefined : asked;
  const isAsAsked = before?.code === code;
  const left = before === undefined ? [] : [...(isAsAsked ? [] : before.questions), ...before.left];
  const questions: Question[] = [];
  const answers: unknown[] = [];
  let count = before?.count ?? 0;
  const take = async (question: Question): Promise<void> => {
    questions.push(question);
    answers.push(own(await ctx.ask(question.key, { payload: question.payload })));
  };
  if (isAsAsked) for (const question of before.questions) await take(question);
  for (;;) {
    const { config, pad } = withAnswers(answers);
    try {
      return await runs.invoke(input, config);
    } catch (error) {
      if (isParentCommand(error)) return fromWithin(error, config);
      let payload: unknown;
      if (isInvalidResume(error)) {
        // It was answered with what it does not take: it is asked anew.
        const [refused] = questions.splice(pad.interruptCounter);
        answers.splice(pad.interruptCounter);
        payload = refused?.payload;
      } else payload = interruptedFor(node, error, pad.interruptCounter >= answers.length);
      const known = left.findIndex((each) => JSON.stringify(each.payload) === JSON.stringify(payload));
      if (known === -1) {
        count += 1;
        const question = { key: count === 1 ? node : `${node}:${count}`, payload };
        const record: Asked = { code, questions: [...questions, question], left: [...left], count };
        await ctx.save(`asks ${question.key}`, { [askedKey]: record });
        await take(question);
      } else await take(...(left.splice(known, 1) as [Question]));
    }
  }
}

/** What a node asks for; whatever else it threw is thrown. */
function interruptedFor(node: string, error: unknown, isOwn: boolean): unknown {
  if (!isGraphInterrupt(error)) throw error;
  if (error.name === 'NodeInterrupt')
    throw new Error(`Node "${node}" throws a NodeInterrupt, which takes no answer: call interrupt().`);
  const [interrupt] = error.interrupts;
  if (interrupt !== undefined && isOwn) return asJson(interrupt.value);
  throw new Error(
    `A graph that is called within node "${node}" interrupts. Make it a node of its own, or run it by fromLangGraph.`,
  );
}

/** What a graph that was called within the node commands for the node's own graph. */
function fromWithin({ command }: { readonly command: Command }, config: object): Command {
  const { checkpoint_ns: place } = (config as { configurable: { checkpoint_ns: string } }).configurable;
  const { update, goto } = command;
  return new Command({
    ...(update !== undefined && { update }),
    ...(goto !== undefined && { goto }),
    ...(command.graph !== place && { graph: Command.PARENT }),
  });
}

/** What was answered is frozen, and LangGraph's nodes may change what they are given; instances of classes are what they are. */
function own(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(own);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, own(part)]));
}
