import { checkAnswer } from '../../advance/check-answer.ts';
import { checkEvent } from '../../advance/check-event.ts';
import type { Sending } from '../../advance/moves/input.ts';
import type { Lane } from '../../advance/state/lane.ts';
import type { Row, Sent } from '../../advance/state/row.ts';
import { misfit, mustBe, mustFit, name, oneOf, text, type Shapes } from '../../base/problem/given.ts';
import { problem, type Problem } from '../../base/problem/problem.ts';
import type { Plan } from '../../compile/plan.ts';
import type { Addressed } from '../../definition/addressed.ts';
import type { Baggage } from '../../definition/baggage.ts';
import type { Context, SentOptions } from '../../definition/context.ts';
import type { ChildOptions } from '../../definition/starting.ts';
import { ask, moment } from '../../store/ask.ts';
import { writeRow } from '../../store/text/row-text.ts';
import { acceptItems } from '../../store/contract/accept-items.ts';
import { madeAt, type ItemWrite, type ItemWriteAt } from '../../store/contract/item.ts';
import type { Blob, NewThread } from '../../store/contract/store.ts';
import { checkId } from '../../store/contract/thread-id.ts';
import { lackedBy, mustBeWrites, noSource, unmarked } from '../../store/side-write.ts';
import { along } from '../environment/along.ts';
import { eventCommand, writeCommand, type Command } from '../environment/command.ts';
import type { Environment } from '../environment/environment.ts';
import type { Ended } from '../observe/event.ts';
import { newId } from '../environment/ids.ts';
import { mustBeMessageId } from '../environment/message-id.ts';
import { newThread, type Starting } from '../environment/new-thread.ts';
import { mustBeSameStart } from '../environment/same-start.ts';
import { atStart } from '../environment/standing.ts';
import { readStart } from '../environment/start-options.ts';
import { never } from './handed-out.ts';
import { stepOf } from './within-step.ts';

/** What goes to another thread: a message for it, or all of a new one; or what is written into a side table with a checkpoint. */
export type Content =
  | { readonly body: string }
  | { readonly thread: NewThread }
  | { readonly item: (seq: number) => ItemWrite };

/** The run that sends. */
interface Run {
  readonly environment: Environment;
  readonly thread: string;
  readonly lane: Pick<Lane, 'path'>;
  /** What came along with the last input for its lane; it goes along with what it sends. */
  readonly context: Baggage;
  readonly isGone: boolean;
  readonly isOver: boolean;
  readonly onceEnded: (hear: (ended: Ended) => void) => void;
  readonly node: { readonly name: string };
  readonly listener: { leave(run: Run, why: Problem): void };
}

const options: Shapes<SentOptions & { readonly lanes?: 'all' }> = { lane: name, lanes: oneOf('all') };

/**
 * What a run sends to other threads, and writes into side tables, until something of it is recorded.
 *
 * 1. What is sent within a step goes with what that step gives, all else with what the run saves next, or with its end.
 * 2. The baggage of the run's lane goes along with what it sends, so a trace goes on from thread to thread.
 * 3. What is not recorded was not sent: a run that fails, waits or is left sends nothing more than went with its steps.
 */
export class Outbox {
  readonly #run: Run;
  /** By the key of the step that it was sent within; undefined for what was sent outside of steps. */
  readonly #lots = new Map<string | undefined, Sending[]>();
  /** The tables and keys of what it writes that is of no thread. */
  readonly #written = new Set<string>();

  constructor(run: Run) {
    this.#run = run;
  }

  /** Takes out what was sent within a step, or outside of steps; undefined where nothing was. */
  take(step?: string): { readonly sent: readonly Sending[] } | undefined {
    const sent = this.#lots.get(step);
    this.#lots.delete(step);
    return sent === undefined || sent.length === 0 ? undefined : { sent };
  }

  /** Whether nothing that was sent outside of steps is still to be recorded. */
  get isEmpty(): boolean {
    return (this.#lots.get(undefined)?.length ?? 0) === 0;
  }

  readonly send: Context['send'] = (graph, thread, event, ...[payload, given = {}]) => {
    mustBe('event', event, name);
    checkEvent(this.#planOf(graph), event, payload);
    mustFit('options', given, options);
    this.#post(thread, event, eventCommand(event, payload, given), given.id);
  };

  readonly answer: Context['answer'] = (
    graph: Addressed,
    thread: string,
    key: string,
    value: unknown,
    given: SentOptions = {},
  ) => {
    mustBe('key', key, name);
    checkAnswer(this.#planOf(graph), key, value);
    mustFit('options', given, options);
    const { lane } = given;
    this.#post(thread, key, { type: 'answer', key, value, ...(lane !== undefined && { lane }) }, given.id);
  };

  #post(thread: string, about: string, command: Command & Pick<Sent, 'type'>, id: string | undefined): void {
    mustBe('thread', thread, text);
    mustBeMessageId(thread, id);
    // The key is random: a sender that is removed and started again under its id has other keys than before.
    const fact = { type: command.type, thread, name: about, key: id ?? `@${newId()}` };
    this.#add({
      fact,
      content: { body: writeCommand({ ...command, ...this.#along }, this.#run.environment.codec) } satisfies Content,
    });
  }

  readonly start: Context['start'] = async (graph, ...[input, given = {}]) => {
    const { environment } = this.#run;
    const { at, send } = readStart(given, environment.clock.now());
    const starting = { input, tags: given.tags ?? [], at, send, ...along(given) };
    if (this.#leave(graph) !== undefined) return never();
    const { id, plan, rows, sending } = this.#begun(graph, given.id, starting);
    const lot = this.#add(sending);
    await environment.talking.keep(plan);
    if (given.id === undefined) return id;
    const there = await ask(moment, () => environment.store.thread(id));
    if (there === undefined) return id;
    // It is there already: nothing is sent, and the caller hears of it where it was started otherwise.
    lot.splice(lot.indexOf(sending), 1);
    await mustBeSameStart(environment, plan, there, rows[0]);
    return id;
  };

  readonly write: Context['write'] = (...writes) => {
    const { environment, thread, node, isOver } = this.#run;
    if (isOver && this.#hasEnded()) throw problem('activity/over', { thread, node: node.name, call: 'ctx.write' });
    mustBeWrites(writes, environment.store);
    const [lacked] = lackedBy(writes, ({ table, key }) => this.#written.has(`${table}/${key}`));
    if (lacked !== undefined) throw noSource(lacked);
    for (const write of writes) {
      const { was, [madeAt]: made, ...item } = unmarked(write) as ItemWriteAt & { readonly was?: number };
      if (was !== undefined)
        throw misfit('write.was', was, { expected: 'nothing: a commit is made whatever there is' });
      acceptItems(environment.store.name, [item]);
      const key = 'key' in item ? item.key : `${item.prefix}*`;
      if (item.thread === null) this.#written.add(`${item.table}/${key}`);
      const fact = { type: 'item', thread: item.thread ?? '', name: item.table, key } as const;
      const at = (seq: number): ItemWrite => made?.(`${thread}@${seq}`) ?? item;
      this.#add({ fact, content: { item: at } satisfies Content });
    }
  };

  /** Whether the function ended by itself, so that nobody listens to what it left running; one that waits or was left runs on unheard. */
  #hasEnded(): boolean {
    let how: Ended['how'] | undefined;
    this.#run.onceEnded((ended) => (how = ended.how));
    return how === 'done' || how === 'failed';
  }

  /** A thread that begins in the commit of the question that its end answers; a problem `thread/exists` where its id is taken. */
  readonly child = async (
    key: string,
    graph: Addressed,
    input: unknown,
    { id: named, tags = [] }: ChildOptions,
  ): Promise<{ readonly id: string; readonly sending: Sending }> => {
    const { environment, thread, lane } = this.#run;
    if (this.#leave(graph) !== undefined) return never();
    const id = named === undefined ? newId() : checkId(named);
    const parent = { thread, lane: lane.path, key, child: id };
    const { plan, sending } = this.#begun(graph, id, { input, tags, parent });
    await environment.talking.keep(plan);
    const there = named === undefined ? undefined : await ask(moment, () => environment.store.thread(id));
    if (there === undefined) return { id, sending };
    throw problem('thread/exists', { thread: id, graph: there.graph, why: 'started by others' });
  };

  #begun(
    graph: Addressed,
    named: string | undefined,
    starting: Starting,
  ): { readonly id: string; readonly plan: Plan; readonly rows: readonly Row[]; readonly sending: Sending } {
    const { environment } = this.#run;
    const plan = this.#planOf(graph);
    const id = named === undefined ? newId() : checkId(named);
    const { born, rows } = newThread(environment, plan, id, { ...this.#along, ...starting });
    const blobs: Blob[] = [];
    const stored = rows.map((row) => writeRow(row, environment.codec, blobs));
    const about = { graph: plan.name, fingerprint: plan.fingerprint, owner: null, ...atStart };
    const thread: NewThread = { ...born, ...about, rows: stored, ...(blobs.length > 0 && { blobs }) };
    const content = { thread } satisfies Content;
    return { id, plan, rows, sending: { fact: { type: 'start', thread: id, name: plan.name }, content } };
  }

  get #along(): { readonly context?: Baggage } {
    const { context } = this.#run;
    return Object.keys(context).length === 0 ? {} : { context };
  }

  #add(sending: Sending): Sending[] {
    const step = stepOf(this.#run)?.key;
    const lot = this.#lots.get(step) ?? [];
    this.#lots.set(step, lot);
    if (!this.#run.isGone) lot.push(sending);
    return lot;
  }

  #planOf(graph: Addressed): Plan {
    const { plans, graphs } = this.#run.environment.talking;
    const given = (graph as Addressed | undefined)?.name;
    const plan = typeof given === 'string' ? plans.get(given) : undefined;
    if (plan === undefined)
      throw this.#leave(graph) ?? problem('thread/unknown-graph', { graph: String(given), known: [...plans.keys()] });
    // A name alone is an address too: graphs that talk to each other cannot all be there before the others.
    if ('source' in graph && graphs.get(plan.name) !== graph) {
      throw problem('graph/another', { graph: plan.name, given: 'The graph that was talked to' });
    }
    return plan;
  }

  /** Has the driver let go of the thread where the named graph is not this runtime's, and gives the problem; undefined where the graph is known, or has no name. */
  #leave(graph: Addressed): Problem | undefined {
    const { environment, thread, node, isOver, listener } = this.#run;
    const { plans } = environment.talking;
    const given: unknown = (graph as Addressed | undefined)?.name;
    if (typeof given !== 'string' || plans.has(given)) return undefined;
    const facts = { thread, node: node.name, graph: given, known: [...plans.keys()] };
    const unfit = problem('activity/unknown-graph', facts);
    if (!isOver) listener.leave(this.#run, unfit);
    return unfit;
  }
}

/** A run's outbox; made with the first call. */
export function outboxOf(run: Run & { sends: Outbox | undefined }): Outbox {
  return (run.sends ??= new Outbox(run));
}
