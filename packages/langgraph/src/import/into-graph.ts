import { codecOf, codecsOf, compile, memory, statusOf, type AnyGraph, type Plan, type Row } from '@cairn/core';
import { encode, importThread, planData } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import { CairnSaver } from '../saver/cairn-saver.ts';
import { SavedThreads } from '../told/saved-threads.ts';
import { knownClasses } from '../value/classes.ts';
import type { Codec } from '../value/to-stored.ts';
import type { Destination } from './destination.ts';
import { historyOf, type Historian, type History } from './history-of.ts';

/** A graph of Cairn whose threads those of LangGraph become. */
export interface IntoGraph {
  readonly store: Store;
  /** One that `convert` made, or any whose nodes and keys are called as those of LangGraph are. */
  readonly graph: AnyGraph;
  /** What nodes of LangGraph are called here, where that is not the same; `__end__` and `__start__` too. */
  readonly nodes?: Readonly<Record<string, string>>;
  /** The id of a thread here; its name by default. */
  readonly id?: (thread: string) => string;
}

/** Brings histories in as threads of a graph. */
export function intoGraph({ store, graph, nodes = {}, id = (thread) => thread }: IntoGraph): Destination {
  const plan = compile(graph);
  const codecs = codecsOf(graph);
  // What savers know they write as ever.
  const own = codecs.filter(({ name, class: of }) =>
    knownClasses.every((each) => each.name !== name && each.class !== of),
  );
  const historian: Historian = { plan, codec: codecOf(codecs), stored: codecOf([...own, ...knownClasses]), nodes };
  return {
    isThere: async (thread) => (await store.thread(id(thread))) !== undefined,
    bringIn: async (thread, fill) => {
      const aside = memory();
      await fill(new CairnSaver(aside, { codecs: own }));
      const told = await new SavedThreads(aside, Date.now).told({ thread, ns: '' });
      if (told === undefined) throw new Error(`Thread "${thread}" has no checkpoint but of graphs within its own.`);
      const history = historyOf(id(thread), told, historian);
      await importThread(store, linesOf(historian, history), { id: id(thread) });
    },
  };
}

/** The lines of an exported thread. */
function* linesOf({ plan, codec }: Historian, { rows, snapshot }: History): Generator<string, void, undefined> {
  const { name: graph, fingerprint } = plan;
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return;
  const { thread: id, seq: head } = snapshot;
  const times = { created: first.time, updated: last.time };
  const due = snapshot.lanes.get('')?.due ?? null;
  const facts = { id, graph, fingerprint, due, head, ...times, tags: [], origin: null };
  const line = (part: object): string => JSON.stringify(part);
  yield line({ cairn: 'thread', format: 1, thread: { ...facts, ...standingIn(plan, snapshot) } });
  yield line({ plan: { fingerprint, graph, body: JSON.stringify(planData(plan)) } });
  for (const row of rows) yield line({ row: stored(row, codec) });
  yield line({ end: { rows: rows.length } });
}

function stored({ seq, time, lane, cause, from, to, phase, label, ...more }: Row, codec: Codec): object {
  const { changes, note, due } = more;
  const detail = {
    ...(due !== undefined && { due }),
    ...(cause === 'done' || cause === 'fail' ? { turn: 0 } : {}),
    ...(note !== undefined && { note }),
  };
  return {
    seq,
    time,
    lane,
    cause,
    from,
    to: to ?? null,
    phase,
    label: label ?? null,
    changes: changes === undefined ? null : encode(changes, codec),
    detail: Object.keys(detail).length === 0 ? null : encode(detail, codec),
  };
}

/** How the thread stands, as lists show it; of one that is at work they ask its newest row. */
function standingIn(
  plan: Plan,
  snapshot: History['snapshot'],
): { readonly status: string; readonly summary: string | null } {
  const status = statusOf(snapshot);
  const main = snapshot.lanes.get('');
  const node = main?.node ?? '';
  const at = [{ lane: '', node }];
  switch (status) {
    case 'done':
      return { status, summary: JSON.stringify({ at: [], outcome: node }) };
    case 'failed': {
      const { name = 'Error', message = 'It failed.' } = main?.stopped ?? {};
      return { status, summary: JSON.stringify({ at, failed: [{ lane: '', node, name, message }] }) };
    }
    case 'waiting': {
      const events = Object.keys(plan.graphs['']?.nodes[node]?.on ?? {});
      return { status, summary: JSON.stringify({ at, ...(events.length > 0 && { events }) }) };
    }
    default:
      return { status, summary: null };
  }
}
