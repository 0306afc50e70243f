/** A history of LangGraph as that of a thread of a graph: its rows are what the graph would have written, as far as that can be told. */

import { RemoveMessage, isBaseMessage } from '@langchain/core/messages';
import { REMOVE_ALL_MESSAGES } from '@langchain/langgraph';
import { advance, emptySnapshot, fold, replace, type Plan, type Row, type Snapshot } from '@cairn/core';
import { encode } from '@cairn/core/inspect';
import { keyOf, writtenKey } from '@cairn/core/store';
import { fromStored } from '../value/from-stored.ts';
import type { Codec } from '../value/to-stored.ts';
import { isSame } from '../told/changes.ts';
import type { Told } from '../told/lines.ts';
import type { Json, Past } from '../told/past.ts';
import { placesIn, type Places } from './places-in.ts';

/** What a history is of. */
export interface Historian {
  readonly plan: Plan;
  /** Of the graph, and of what the saver wrote. */
  readonly codec: Codec;
  readonly stored: Codec;
  readonly nodes: Readonly<Record<string, string>>;
}

/** A thread's rows, and the state that they lead to. */
export interface History {
  readonly rows: readonly Row[];
  readonly snapshot: Snapshot;
}

/** An error where the graph cannot go on from where the history ends. */
export function historyOf(thread: string, { history, open: { failure } }: Told, of: Historian): History {
  const writer = new Writer(thread, of);
  for (const [index, past] of history.entries()) writer.take(past, history[index - 1], index === history.length - 1);
  const last = history.at(-1);
  if (failure !== undefined && last !== undefined) {
    const note = { failure: { ...failure, attempt: 1, at: last.time }, pending: 'running' as const };
    writer.add({ time: last.time, cause: 'fail', phase: 'failed', note });
  }
  return writer;
}

type Keys = NonNullable<Plan['graphs'][string]>['keys'];

type Changes = NonNullable<Row['changes']>;

type Advanced = ReturnType<typeof advance>;

type Changed = Pick<Row, 'changes'> | undefined;

class Writer implements History {
  readonly rows: Row[] = [];
  snapshot: Snapshot;
  readonly #of: Historian;
  readonly #places: Places;
  readonly #keys: Keys;
  #node = '';

  constructor(thread: string, of: Historian) {
    this.#of = of;
    this.#places = placesIn(of.plan, of.nodes);
    this.#keys = of.plan.graphs['']?.keys ?? {};
    this.snapshot = emptySnapshot(thread);
  }

  take(past: Past, before: Past | undefined, isLast: boolean): void {
    const sends = past.sends.map(({ node, args }) => ({ node, args: fromStored(args, this.#of.stored) }));
    const { to, phase, due, pending } = this.#places.at({ ...past, sends }, isLast);
    const at = { phase, ...(due && { due: past.time }) };
    const facts = { time: past.time, to, ...at };
    if (before === undefined) {
      this.add({ ...facts, cause: 'start', changes: initial(this.#keys) });
      const rest = Object.values(this.#keys).filter(
        ({ name, kind }) => kind === 'set' && !Object.hasOwn(past.values, writtenKey(name)),
      );
      this.#edit(past, at, this.#changes({ ...this.#updateOf({}, past), ...pending }, this.#started(rest)));
      return;
    }
    const update = { ...this.#updateOf(before.values, past), ...(isLast && this.#inputOf(past)), ...pending };
    const changes = this.#changes(update, this.#gone(before.values, past));
    if (past.source === 'input') {
      const value = past.input === undefined ? {} : fromStored(past.input.json, this.#of.stored);
      this.add({ ...facts, cause: 'event', label: 'input', ...changes, note: { value } });
    } else if (past.source !== 'loop' || past.of !== before.id) this.add({ ...facts, cause: 'edit', ...changes });
    // What the graph is given has been given here before its first node begins.
    else if (to === this.#node && before.next[0] === '__start__') this.#edit(past, at, changes);
    else this.add({ ...facts, cause: 'done', ...changes });
  }

  add(told: Omit<Row, 'seq' | 'turn' | 'lane' | 'from'>): void {
    const seq = this.rows.length + 1;
    const row: Row = { seq, turn: seq, lane: '', from: this.#node, ...told };
    this.rows.push(row);
    this.snapshot = fold(this.snapshot, [row]);
    this.#node = row.to ?? this.#node;
  }

  #edit({ time }: Past, at: Pick<Row, 'phase' | 'due'>, changes: Changed): void {
    if (changes !== undefined || at.due !== undefined) this.add({ time, cause: 'edit', ...at, ...changes });
  }

  /** What an update changes, as the graph's keys take it, beside what the rest of them are. */
  #changes(update: Json, rest: Changes): Changed {
    const changes = { ...rest, ...this.#changed(update) };
    return Object.keys(changes).length === 0 ? undefined : { changes };
  }

  #changed(update: Json): Row['changes'] {
    if (Object.keys(update).length === 0) return undefined;
    const { rows, refused } = this.#edited(update);
    if (refused !== undefined) throw refused;
    return rows[0]?.changes;
  }

  #edited(update: Json): Pick<Advanced, 'rows' | 'refused'> {
    const { plan, codec } = this.#of;
    return advance(plan, this.snapshot, { type: 'edit', update }, { now: this.snapshot.time, codec });
  }

  /** Who went on from an earlier checkpoint has nothing of what was first written since. */
  #gone(was: Json, { values }: Past): Changes {
    const gone = Object.keys(was).flatMap((written) => {
      const key = this.#keys[keyOf(written)];
      return key === undefined || key.kind === 'transient' || Object.hasOwn(values, written) ? [] : [key];
    });
    const nothing = gone.map(({ name, kind }) => [name, kind === 'local' ? { local: undefined } : { set: undefined }]);
    return { ...(Object.fromEntries(nothing) as Changes), ...this.#started(gone) };
  }

  /** What keys start as that are given nothing, those aside that have to be given something. */
  #started(keys: readonly Keys[string][]): Changes {
    const started = keys.map(({ name, kind, initial: start }): readonly [string, unknown] => {
      if (kind !== 'set') return [name, start];
      const change = this.#edited({ [name]: undefined }).rows[0]?.changes?.[name];
      return [name, change !== undefined && 'set' in change ? change.set : undefined];
    });
    return Object.fromEntries(started.filter(([, set]) => set !== undefined).map(([name, set]) => [name, { set }]));
  }

  /** What leads from a state to that of a checkpoint. */
  #updateOf(was: Json, { values }: Past): Json {
    const update: Record<string, unknown> = {};
    for (const [written, json] of Object.entries(values)) {
      const key = keyOf(written);
      if (!Object.hasOwn(this.#keys, key) || json === was[written]) continue;
      if (JSON.stringify(json) === this.#textOf(key, was[written])) continue;
      update[key] = this.#write(key, was[written], json);
    }
    return update;
  }

  /** What there was of a key: where nothing was kept, what it starts as. */
  #textOf(key: string, was: unknown): string | undefined {
    const start = this.#keys[key]?.initial;
    if (was !== undefined || start === undefined) return JSON.stringify(was);
    return encode(start, this.#of.codec);
  }

  /** A value as it is written to a key: what is new where there was all else before. */
  #write(key: string, was: unknown, is: unknown): unknown {
    const kind = this.#keys[key]?.kind;
    const value = fromStored(is, this.#of.stored);
    if (kind === 'set' || kind === 'local' || kind === 'transient') return value;
    if (kind !== 'append' && kind !== 'upsert') return replace(value);
    const list = value as readonly unknown[];
    const before = Array.isArray(was) ? (was as readonly unknown[]) : [];
    const after = is as readonly unknown[];
    if (before.every((item, at) => isSame(item, after[at]))) return list.slice(before.length);
    // A conversation is told in full as LangGraph's reducer takes it.
    return kind === 'upsert' && list.length > 0 && list.every((item) => isBaseMessage(item))
      ? [new RemoveMessage({ id: REMOVE_ALL_MESSAGES }), ...list]
      : replace(list);
  }

  /** What a graph was given that it has not begun with. */
  #inputOf({ next, input }: Past): Json {
    if (next[0] !== '__start__' || input === undefined) return {};
    const given = Object.entries(fromStored(input.json, this.#of.stored) as Json);
    return Object.fromEntries(given.filter(([key]) => Object.hasOwn(this.#keys, key)));
  }
}

function initial(keys: Keys): Changes {
  const started = Object.values(keys).filter(({ initial: value }) => value !== undefined);
  return Object.fromEntries(started.map(({ name, initial: set }) => [name, { set }]));
}
