import { checkAnswer, isAskedFreely } from '../advance/check-answer.ts';
import { checkEvent } from '../advance/check-event.ts';
import { tagThread, type TagChange } from '../store/tag-thread.ts';
import type { Store, ThreadRecord } from '../store/contract/store.ts';
import type { Row } from '../advance/state/row.ts';
import type { Snapshot } from '../advance/state/snapshot.ts';
import { statusOf, type Status } from '../advance/status.ts';
import type { Codec } from '../base/value/codec.ts';
import { mustBe, mustFit, name, oneOf, signal, text } from '../base/problem/given.ts';
import { unlessAborted } from '../base/unless-aborted.ts';
import type { Plan } from '../compile/plan.ts';
import type { Facts } from '../definition/facts.ts';
import type { AnswerTo, QuestionKey } from '../definition/question.ts';
import { checkpointOf, type Checkpoint } from '../time/read/checkpoint.ts';
import type { Blame, BlameOptions } from '../time/explain/blame.ts';
import { checkpointIn, historyIn } from '../time/read/history.ts';
import type { HistoryPart } from '../time/read/history-part.ts';
import { statesIn } from '../time/read/states.ts';
import type { Why } from '../time/explain/why.ts';
import { askedBy, type AnyAnswer, type AnyEnd, type Asked } from './answering.ts';
import { along } from './environment/along.ts';
import { eventCommand, type Command } from './environment/command.ts';
import type { ThreadEvent } from './observe/event.ts';
import { forkThread, type ForkOptions } from './fork.ts';
import { give, type Giving } from './mailbox.ts';
import { ways } from './environment/on-busy.ts';
import { mustBeOf } from './own/must-be-of.ts';
import { nowOf } from './now.ts';
import type { Now, Result } from './result.ts';
import { rewindThread } from './rewind.ts';
import type { Runtime } from './runtime.ts';
import { sending, withoutQueue, type SendArguments, type SendOptions } from './sending.ts';
import { aPlace } from './wait/place.ts';
import type { Until } from './wait/standings.ts';
import { settled, type WaitOptions } from './settled.ts';
import { Watch } from './watch.ts';
import type { WatchOptions } from './wait/watch-options.ts';

type AnswerOptions = SendOptions & { readonly queue?: boolean };

/** One run of a graph: a handle that holds nothing, and works in any process that has the store. */
export class Thread<F extends Facts = Facts> {
  readonly id: string;
  /** Whether the `start()` that gave this handle made the thread, or the same start was there already; undefined where none did. */
  readonly isNew: boolean | undefined;
  readonly #runtime: Runtime;
  readonly #plan: Plan;

  constructor(runtime: Runtime, plan: Plan, id: string, isNew?: boolean) {
    this.#runtime = runtime;
    this.#plan = plan;
    this.id = id;
    this.isNew = isNew;
  }

  /** The store that keeps it. */
  get store(): Store {
    return this.#runtime.environment.store;
  }

  /** How instances of classes are stored. */
  get codec(): Codec {
    return this.#runtime.environment.codec;
  }

  /** What the store lists of it; a problem `thread/not-found` where there is none. */
  record(): Promise<ThreadRecord> {
    return this.#record();
  }

  /** Sends an event; a problem `event/not-accepted` when nothing takes it now, unless it is queued. */
  async send<Event extends keyof F['events'] & string>(
    event: Event,
    ...[payload, options = {}]: SendArguments<F['events'][Event]>
  ): Promise<void> {
    mustBe('event', event, name);
    mustFit('options', options, sending);
    checkEvent(this.#plan, event, payload);
    const command = { ...eventCommand(event, payload, options), ...along(options) };
    await this.#give(command, options);
  }

  /** Answers `ctx.child` in the place of the thread whose end is waited for. */
  answer(key: string, value: AnyEnd, options?: AnswerOptions): Promise<void>;
  /** Answers an open question, in the lane that asks it; of which question it is an answer, the type of `value` does not say. */
  answer(question: Asked, value: AnyAnswer<F['questions']>, options?: Omit<AnswerOptions, 'lane'>): Promise<void>;
  /** Answers a question that an activity asks with `ctx.ask`; a problem `answer/not-asked` when nobody asks it now, unless it is queued. */
  answer<Key extends QuestionKey<F['questions']>>(
    key: Key,
    value: AnswerTo<F['questions'], Key>,
    options?: AnswerOptions,
  ): Promise<void>;
  async answer(asked: string | Asked, value: unknown, options: AnswerOptions = {}): Promise<void> {
    mustFit('options', options, sending);
    const { key, lane } = askedBy(asked, options);
    await this.#mustTake(key, value);
    await this.#give({ type: 'answer', key, value, ...along(options), ...(lane !== undefined && { lane }) }, options);
  }

  /** Takes failed lanes up where they stopped. */
  async resume(options: SendOptions = {}): Promise<void> {
    mustFit('options', options, sending);
    const { lane } = options;
    await this.#give({ type: 'resume', ...along(options), ...(lane !== undefined && { lane }) }, withoutQueue(options));
  }

  /** Ends it where it stands, and aborts what runs, in whatever process that is. */
  async cancel(reason = 'cancelled', options: Omit<SendOptions, 'lane'> = {}): Promise<void> {
    mustBe('reason', reason, text);
    mustFit('options', options, sending);
    await this.#give({ type: 'cancel', reason, ...along(options) }, withoutQueue(options));
  }

  /** Changes its state by hand; with `as`, it goes on as though that node had made the changes. */
  async edit(update: F['update'], options: SendOptions & { readonly as?: F['nodes'] } = {}): Promise<void> {
    mustFit('options', options, sending);
    const { lane, as } = options;
    const place = { ...along(options), ...(lane !== undefined && { lane }), ...(as !== undefined && { as }) };
    await this.#give({ type: 'edit', update, ...place }, withoutQueue(options));
  }

  /**
   * Sends it back to a checkpoint, and on from there. Nothing is deleted: going back is a checkpoint of its own.
   *
   * What drives it in this process is stopped. While another process does, `wait` waits until that lets go of it.
   */
  async rewind(seq: number, options: Pick<SendOptions, 'onBusy' | 'signal' | 'context'> = {}): Promise<void> {
    mustFit('options', options, { onBusy: oneOf(...ways), signal });
    const { signal: ends } = options;
    this.#begin();
    try {
      ends?.throwIfAborted();
      const rewinding = this.#record().then((record) => rewindThread(this.#runtime, this.#plan, record, seq, options));
      await unlessAborted(rewinding, ends);
    } finally {
      this.#end();
    }
  }

  /**
   * A new thread that shares this one's past up to a checkpoint, and goes on from there; this one stays as it is.
   *
   * @example
   * const other = await thread.fork(17, { results: { 'classify.1': { severity: 'high' } } });
   */
  async fork(seq: number, options: ForkOptions<F['update']> = {}): Promise<Thread<F>> {
    mustFit('options', options, { signal });
    options.signal?.throwIfAborted();
    const forking = this.#record().then((record) => forkThread(this.#runtime, this.#plan, record, seq, options));
    const forked = await unlessAborted(forking, options.signal);
    return new Thread<F>(this.#runtime, this.#plan, forked);
  }

  /**
   * Changes what it is found by, and gives all of its tags: words, and names with values, `plan=basic`. They are no part of its
   * history, and change whoever drives it, whether or not it is over.
   *
   * @example
   * await thread.tag({ add: ['vip'], remove: ['new'], set: { plan: 'basic', owner: null } });
   */
  async tag(change: TagChange): Promise<readonly string[]> {
    await this.#record();
    const { alive, patience } = this.#runtime;
    return alive.during(tagThread(this.store, this.id, change, patience));
  }

  /** Its checkpoints, oldest first; a part of them where that is asked for. Negative numbers count from the newest, -1. */
  async history(part: HistoryPart = {}): Promise<readonly Row[]> {
    return historyIn(this.store, await this.#record(), part, { codec: this.codec });
  }

  /** Every lane, its node and its state, as they were at a checkpoint; the newest by default, which is -1. */
  async at(seq = -1): Promise<Checkpoint> {
    if (seq === -1) return checkpointOf(await this.#newest());
    return checkpointIn(this.store, await this.#record(), seq, { codec: this.codec });
  }

  /**
   * What {@link Thread.at} gives of each of its checkpoints, oldest first, or of a part of them: read and folded once, in one walk.
   *
   * @example
   * for await (const { seq, state } of thread.states({ from: -10 })) console.log(seq, state);
   */
  states(part: HistoryPart = {}): AsyncGenerator<Checkpoint, void, undefined> {
    return statesIn(this.store, () => this.#record(), part, { codec: this.codec });
  }

  /** Why it made a checkpoint: what came, which guards were tried, what else there was. */
  async why(seq: number): Promise<Why> {
    await this.#record();
    const { whyOf } = await import('../time/explain/why.ts');
    return whyOf(this.store, this.id, seq, { codec: this.codec });
  }

  /** The checkpoints that wrote what a key of its state holds, part by part. */
  async blame(key: string, options: BlameOptions = {}): Promise<Blame> {
    await this.#record();
    const { blameOf } = await import('../time/explain/blame.ts');
    return blameOf(this.store, this.id, key, options, { codec: this.codec });
  }

  /**
   * How it stands at this moment, whatever it is about: what {@link Thread.settled} gives of one at rest, and as much of one that
   * runs. Nothing is waited for, and nothing happens to it. A problem `thread/changed-graph` where today's graph does not fit it.
   */
  async now(): Promise<Now<F>> {
    return (await nowOf(this.#runtime, this.#plan, await this.#record())) as Now<F>;
  }

  /** Whether it runs, waits, or is over. */
  async status(): Promise<Status> {
    return statusOf(await this.#newest());
  }

  /**
   * What happens to it, from the call on or from a checkpoint on; ends when it is done, failed, cancelled or waits for somebody,
   * or goes on until it is done, failed or cancelled. A problem `runtime/closed` when the runtime is closed meanwhile.
   *
   * @example
   * for await (const event of thread.watch({ from: 1, until: 'ended' })) show(event);
   */
  watch(options: WatchOptions = {}): AsyncIterableIterator<ThreadEvent> {
    mustFit('options', options, { from: aPlace, until: oneOf('settled', 'ended', 'stopped'), signal });
    return new Watch(this.#runtime, this.#plan, this.id, options);
  }

  /** How it stands once it is done, failed, cancelled or waits for somebody; what only waits for time is waited for. */
  async settled(options: WaitOptions = {}): Promise<Result<F>> {
    return (await this.#rest('settled', options)) as Result<F>;
  }

  /** How it stands once it has come to its end: done, failed or cancelled. */
  async ended(options: WaitOptions = {}): Promise<Exclude<Result<F>, { status: 'waiting' }>> {
    return (await this.#rest('ended', options)) as Exclude<Result<F>, { status: 'waiting' }>;
  }

  /** Refuses an answer that fits nothing, before it is left; whether a graph asks freely is looked up where none that declares it would take it. */
  async #mustTake(key: string, value: unknown): Promise<void> {
    try {
      checkAnswer(this.#plan, key, value);
    } catch (error) {
      const state = await this.#runtime.waiters.standings.state(await this.#record());
      if (!isAskedFreely(this.#plan, state, key)) throw error;
    }
  }

  async #rest(until: Until, options: WaitOptions): Promise<Result> {
    const { alive, waiters } = this.#runtime;
    mustFit('options', options, { signal });
    options.signal?.throwIfAborted();
    waiters.mustBeOpen();
    alive.enter();
    try {
      const { signal: ends } = options;
      if (!this.#isKnown) await unlessAborted(Promise.resolve(waiters.reading(() => this.#record())), ends);
      return await unlessAborted(settled(this.#runtime, this.#plan, this.id, until, options), ends);
    } finally {
      alive.leave();
    }
  }

  async #give(command: Command, giving: Giving): Promise<void> {
    this.#begin();
    try {
      giving.signal?.throwIfAborted();
      await give(this.#runtime, this.id, command, giving, this.#plan);
    } finally {
      this.#end();
    }
  }

  /** A command begins: whoever waits for it keeps the process alive, and whoever watches hears what comes of it. */
  #begin(): void {
    this.#runtime.refuseWhenClosed('A thread');
    this.#runtime.alive.enter();
    this.#runtime.waiters.commands.begin(this.id);
  }

  #end(): void {
    this.#runtime.waiters.commands.end(this.id);
    this.#runtime.alive.leave();
  }

  /** Whether this process knows it, so that it need not be read. */
  get #isKnown(): boolean {
    return this.#runtime.knows(this.id, this.#plan);
  }

  async #newest(): Promise<Snapshot> {
    return this.#runtime.waiters.standings.state(await this.#record());
  }

  async #record(): Promise<ThreadRecord> {
    const record = await this.#runtime.record(this.id);
    mustBeOf(this.#plan, this.id, record.graph);
    return record;
  }
}
