import { endOf, type Duration } from '../../base/duration.ts';
import { mustBe, text } from '../../base/problem/given.ts';
import { handOut } from '../../base/value/hand-out.ts';
import { problem } from '../../base/problem/problem.ts';
import { seal } from '../../base/value/seal.ts';
import { parse } from '../../compile/author.ts';
import type { Input } from '../../advance/moves/input.ts';
import type { Parsed } from '../../advance/moves/update.ts';
import type { Entry } from '../../advance/state/entries.ts';
import type { Addressed } from '../../definition/addressed.ts';
import type { ChildOptions } from '../../definition/starting.ts';
import { stepKept } from '../../advance/state/kept-steps.ts';
import type { Context, StepOptions } from '../../definition/context.ts';
import { questionIn, type Question } from '../../definition/question.ts';
import type { Schema } from '../../definition/schema.ts';
import { tableIn } from '../../store/side-table.ts';
import type { Activity } from './activity.ts';
import { mustBeChildOptions, mustBeName, mustBeStep, schemaAsked } from './given-to-run.ts';
import { idempotencyKey } from './idempotency-key.ts';
import { isAskedAgain, never } from './handed-out.ts';
import type { Offer } from './offers.ts';
import { waitForChild } from './child.ts';
import { stepWithin } from './run-around.ts';
import { outboxOf } from './outbox.ts';
import { RunFacts } from './run-facts.ts';
import { Spending } from './spending.ts';
import { mustBeStepKey } from './step-key.ts';
import type { Wait } from './waits.ts';
import { mustNotWait, stepOf, withinStep } from './within-step.ts';

/**
 * What an activity is given besides the state.
 *
 * Its functions are made when they are first asked for: most activities use few of them.
 */
export class ActivityContext extends RunFacts implements Context {
  readonly #activity: Activity;
  /** The keys of this run's steps, saves, questions and sleeps. */
  #keys: Set<string> | undefined;
  #spending: Spending | undefined;
  /** The key of what this run saved last. */
  #saved: string | undefined;

  constructor(activity: Activity) {
    super(activity);
    this.#activity = activity;
  }

  get now(): () => number {
    return () => this.#activity.environment.clock.now();
  }

  get key(): (name?: string) => string {
    return (name) => {
      mustBeName(name);
      return idempotencyKey(this.#activity, stepOf(this.#activity)?.keep === true, name);
    };
  }

  get emit(): (data: unknown) => void {
    return (data) => {
      if (!this.#activity.isGone) this.#activity.listener.emit(this.#activity, data);
    };
  }

  get spend(): (name: string, amount: number) => void {
    return (name, amount) => (this.#spending ??= new Spending(this.#activity)).spend(name, amount);
  }

  get left(): (name: string) => number {
    return (name) => this.#activity.listener.budget.leftOf(this.#activity.lane.path, name);
  }

  get step(): Context['step'] {
    return (key, action, options) => this.#step(key, action, options);
  }

  get save(): (key: string, update: object) => Promise<void> {
    return (key, update) => this.#save(key, update);
  }

  get saved(): string | undefined {
    return this.#saved ?? this.#activity.lane.journal?.last('saved');
  }

  get sleep(): (key: string, until: Duration | Date) => Promise<void> {
    return (key, until) => this.#sleep(key, until);
  }

  get send(): Context['send'] {
    return outboxOf(this.#activity).send;
  }

  get answer(): Context['answer'] {
    return outboxOf(this.#activity).answer;
  }

  get write(): Context['write'] {
    return outboxOf(this.#activity).write;
  }

  get table(): Context['table'] {
    return (table) => {
      const { environment, thread } = this.#activity;
      mustBe('table', table, text);
      return tableIn(environment, table, thread);
    };
  }

  get start(): Context['start'] {
    return outboxOf(this.#activity).start;
  }

  get child(): Context['child'] {
    return (key, graph, ...[input, options]) => this.#child(key, graph, input, options) as Promise<never>;
  }

  get ask(): Context['ask'] {
    return (key, question) => this.#ask(key, question);
  }

  async #step<Result>(key: string, action: () => Result | Promise<Result>, options?: StepOptions): Promise<Result> {
    mustBeStep(action, options);
    const { keep = false, per = 'visit' } = options ?? {};
    const entry = this.#enter(key);
    if (entry?.kind === 'step') return (await this.#recorded(key, entry.value)) as Result;
    if (this.#activity.isOver) return never();
    // It was recorded before all of this visit, so nothing has to be told first.
    const before = per === 'visit' ? undefined : stepKept(this.#activity.kept, per, key);
    if (before?.kind === 'step') return handOut(before.value) as Result;
    this.#activity.begins();
    const made = await this.#perform(key, action, { keep, per }).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    this.#activity.isThrough();
    // The run was ended meanwhile: its function goes no further.
    if (this.#activity.isOver) return never();
    if ('error' in made) throw made.error;
    return handOut(made.value) as Result;
  }

  /** Runs a step's action and records its result; gives it in its turn. Records nothing where the run is gone by then. */
  async #perform(key: string, action: () => unknown, { keep, per }: Required<StepOptions>): Promise<unknown> {
    const { lane, environment, inOrder } = this.#activity;
    const began = environment.clock.now();
    inOrder.begins();
    let value: unknown;
    try {
      const within = { run: this.#activity, key, keep: keep || per !== 'visit', within: stepOf(this.#activity) };
      const made = this.#attempt(key, () => stepWithin(this.#activity, key, () => withinStep(within, action)));
      value = seal(await made, `step.${key}`, environment.codec);
      if (this.#activity.isGone) return undefined;
      const duration = environment.clock.now() - began;
      const kept = { ...(keep && { keep }), ...(per !== 'visit' && { per }) };
      const facts = { ...kept, ...(duration > 0 && { duration }), ...this.#activity.sends?.take(key) };
      await this.#activity.listener.tellOf(this.#activity, { type: 'step', lane: lane.path, key, value, ...facts });
    } finally {
      inOrder.isThrough();
    }
    if (!this.#activity.isOver) await inOrder.turnOf(key, stepOf(this.#activity));
    return value;
  }

  async #save(key: string, update: object): Promise<void> {
    const { lane, node } = this.#activity;
    if (this.#activity.isVerifying) throw problem('step/saves', { node: node.name, key });
    const entry = this.#enter(key);
    if (entry?.kind === 'saved') {
      this.#activity.sends?.take(); // It went out with what was saved.
      return void (await this.#recorded(key, undefined));
    }
    if (this.#activity.isOver) return never();
    const parsed = this.#parsed(key, update);
    this.#activity.hasSaved = true;
    this.#activity.begins();
    try {
      await this.#tellSaved({ type: 'save', lane: lane.path, key, ...parsed, ...this.#activity.sends?.take() });
    } finally {
      this.#activity.isThrough();
    }
    if (this.#activity.isOver) return never();
  }

  /** An update as changes; where it does not fit, its key may be used again. */
  #parsed(key: string, update: object): Parsed {
    try {
      return this.#activity.parse(update);
    } catch (error) {
      this.#keys?.delete(key);
      throw error;
    }
  }

  async #tellSaved(input: Extract<Input, { type: 'save' }>): Promise<void> {
    const { inOrder, listener } = this.#activity;
    inOrder.begins();
    try {
      await listener.tellOf(this.#activity, input);
    } finally {
      inOrder.isThrough();
    }
    this.#saved = input.key;
    if (!this.#activity.isOver) await inOrder.turnOf(input.key, stepOf(this.#activity));
  }

  /** Calls a step's action; where it throws, its key may be used again, and what it sent is dropped. */
  async #attempt<Result>(key: string, action: () => Result | Promise<Result>): Promise<Result> {
    try {
      return await action();
    } catch (error) {
      this.#keys?.delete(key);
      this.#activity.sends?.take(key);
      throw error;
    }
  }

  async #sleep(key: string, length: Duration | Date): Promise<void> {
    const { lane, environment } = this.#activity;
    mustNotWait(this.#activity, key);
    const entry = this.#enter(key);
    if (entry?.kind === 'slept') return void (await this.#recorded(key, undefined));
    const isOpen = entry?.kind === 'sleep';
    const until = isOpen ? entry.until : endOf(length, environment.clock.now());
    await this.#wait({ type: 'sleep', lane: lane.path, key, until }, isOpen);
  }

  async #ask(key: string, question: Partial<Question<Schema>> = {}): Promise<unknown> {
    const { lane, node, listener, offers, environment, graph } = this.#activity;
    mustBeStepKey(node.name, key);
    const declared = questionIn(graph.questions, key);
    const schema = schemaAsked(question, declared, Object.keys(graph.questions));
    mustNotWait(this.#activity, key);
    const entry = this.#enter(key);
    if (entry?.kind === 'answer') return await this.#recorded(key, entry.value);
    if (declared === undefined) listener.asked(this.#activity, key, schema);
    for (let offer = offers.take(key); offer !== undefined; offer = offers.take(key)) {
      const taken = await this.#take(key, schema, offer);
      if (taken !== undefined) return this.#activity.isOver ? never() : handOut(taken.value);
    }
    const asked = seal(question.payload, `ask.${key}`, environment.codec);
    const isOpen = entry?.kind === 'ask' && isAskedAgain(entry.payload, asked, environment.codec);
    return this.#wait({ type: 'ask', lane: lane.path, key, payload: asked }, isOpen);
  }

  async #child(key: string, graph: Addressed, input: unknown, options: ChildOptions = {}): Promise<unknown> {
    mustBeChildOptions(options);
    mustNotWait(this.#activity, key);
    const entry = this.#enter(key);
    if (entry?.kind === 'answer') return await this.#recorded(key, entry.value);
    const begun = { key, graph, input, options };
    return waitForChild(this.#activity, entry, begun, (wait, isRecorded) => this.#wait(wait, isRecorded));
  }

  /** Records an answer that waited, in its turn; undefined where it does not fit or could not be recorded. */
  async #take(key: string, schema: Schema, offer: Offer): Promise<{ readonly value: unknown } | undefined> {
    const { environment, inOrder } = this.#activity;
    this.#activity.begins();
    try {
      const value = seal(parse(schema, offer.value, `answer.${key}`), `answer.${key}`, environment.codec);
      await offer.accept(value);
      await inOrder.turnOf(key, stepOf(this.#activity));
      return { value };
    } catch (error) {
      offer.refuse(error);
      return undefined;
    } finally {
      this.#activity.isThrough();
    }
  }

  /** What is recorded under a key; a problem `step/repeated` where this run has used the key before. */
  #enter(key: string): Entry | undefined {
    const { lane, node } = this.#activity;
    mustBeStepKey(node.name, key);
    this.#keys ??= new Set();
    if (this.#keys.has(key)) throw problem('step/repeated', { node: node.name, key });
    this.#keys.add(key);
    return lane.journal?.get(key);
  }

  /** Resolves when the wait is over, if this run is not put aside before. It never rejects, so no `catch` can swallow a wait. */
  #wait(wait: Wait, isRecorded: boolean): Promise<unknown> {
    if (this.#activity.isOver) return never();
    return new Promise((resolve) => {
      this.#activity.waitsFor(wait, isRecorded, (entry) =>
        resolve('value' in entry ? handOut(entry.value) : undefined),
      );
    });
  }

  /** Gives what is recorded under a key in its turn; until then the run is not put aside. */
  async #recorded(key: string, value: unknown): Promise<unknown> {
    this.#activity.begins();
    await this.#activity.inOrder.turnOf(key, stepOf(this.#activity));
    this.#activity.isThrough();
    return this.#activity.isOver ? never() : handOut(value);
  }
}
