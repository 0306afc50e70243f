/**
 * What the states of a thread's graph are called in another version of it.
 *
 * 1. A state of one version is one of another where a migration of the thread said so, or where all that is drawn within its node is the same.
 * 2. Versions that lie between are gone through, one migration after the other.
 */
import type { Diagram, DiagramNode } from '../../compile/diagram.ts';
import type { Store } from '../../store/contract/store.ts';
import { load } from '../../store/load.ts';
import { recordOf } from '../../store/records.ts';
import { holderOf, holdersIn, type Holder } from './active.ts';
import { DiagramsInTime } from './diagrams-in-time.ts';
import { bare } from './part-of-log.ts';
import { wentIn } from './went.ts';

/** Says what a state is called, by its id; undefined where it is none there. */
export type StateNames = (id: string) => string | undefined;

/** Gives of the checkpoints of a thread what the states of their time are called in the graph that it had at one; needs no graph. */
export async function stateNamesOf(
  store: Store,
  thread: string,
  at = -1,
  given?: DiagramsInTime,
): Promise<(seq: number) => Promise<StateNames>> {
  const record = await recordOf(store, thread);
  const diagrams = given ?? (await DiagramsInTime.of(store, record));
  const today = diagrams.fingerprintAt(at < 0 ? record.head + 1 + at : at);
  const known = new Map<string, Promise<StateNames>>();
  const brought = broughtBy(diagrams);
  const namesOf = async (fingerprint: string): Promise<StateNames> => {
    const way = wayTo(brought, fingerprint, today);
    let names: StateNames = (id) => id;
    for (const { seq, from, to } of way) {
      const before = names;
      const { snapshot } = await load(store, thread, bare, seq);
      const [was, is] = [await diagrams.by(from), await diagrams.by(to)];
      const told =
        was === undefined || is === undefined ? new Map<string, string>() : namesBy(was, is, snapshot.lanes.all());
      names = (id) => told.get(before(id) ?? '');
    }
    return fingerprint !== today && way.length === 0 ? () => undefined : names;
  };
  return (seq) => {
    const fingerprint = diagrams.fingerprintAt(seq);
    const names = known.get(fingerprint) ?? namesOf(fingerprint);
    known.set(fingerprint, names);
    return names;
  };
}

/** A checkpoint by which a thread was brought from one version to another. */
interface Brought {
  readonly seq: number;
  readonly from: string;
  readonly to: string;
}

function broughtBy({ jumps }: DiagramsInTime): readonly Brought[] {
  return jumps.flatMap(({ seq, from, fingerprint: to }) =>
    from === undefined || to === undefined ? [] : [{ seq, from, to }],
  );
}

/** The shortest way from one version to another; empty where there is none. */
function wayTo(all: readonly Brought[], from: string, to: string): readonly Brought[] {
  const ways = new Map<string, readonly Brought[]>([[from, []]]);
  for (const [at, way] of ways) {
    if (at === to) return way;
    for (const each of all) if (each.from === at && !ways.has(each.to)) ways.set(each.to, [...way, each]);
  }
  return [];
}

type Lanes = Iterable<{
  readonly graph: string;
  readonly node: string;
  readonly values: Readonly<Record<string, unknown>>;
}>;

/** New ids by old ones, of nodes that have states and of these. */
function namesBy(was: Diagram, is: Diagram, lanes: Lanes): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const renamings = new Map<string, Readonly<Record<string, string>>>();
  for (const { graph, node, values } of lanes) {
    const id = holderOf(graph, node);
    const holder = holdersIn(is).get(id);
    const renamed = holder && wentIn(holder, values).renamed;
    if (renamed !== undefined) renamings.set(id, renamed);
  }
  for (const [id, old] of holdersIn(was)) {
    const holder = holdersIn(is).get(id);
    if (holder === undefined) continue;
    names.set(id, id);
    const renamed = renamings.get(id) ?? (isSame(was, is, id) ? {} : undefined);
    if (renamed === undefined) continue;
    const today = new Map(holder.states.map((state) => [wordsOf(holder, state), state.id]));
    const kept = holder.states.flatMap((state) =>
      state.alias === undefined ? [] : [[`#${state.alias}`, wordsOf(holder, state)]],
    );
    const said = { ...(Object.fromEntries(kept) as Readonly<Record<string, string>>), ...renamed };
    for (const state of old.states) {
      const now = today.get(wordsNow(said, old, state));
      if (now !== undefined) names.set(state.id, now);
    }
  }
  return names;
}

type State = Holder['states'][number];

/** The state that holds one; undefined where the node does. */
function aboveOf(holder: Holder, { parent }: State): State | undefined {
  return parent === holder.holder ? undefined : holder.states.find(({ id }) => id === parent);
}

/** The names down to a state, joined by dots, whatever they are. */
function wordsOf(holder: Holder, state: State): string {
  const above = aboveOf(holder, state);
  return above === undefined ? state.name : `${wordsOf(holder, above)}.${state.name}`;
}

/** What is below a state goes with it; what is said of the nearest counts. */
function wordsNow(renamed: Readonly<Record<string, string>>, holder: Holder, state: State): string {
  const words = wordsOf(holder, state);
  for (let at: State | undefined = state; at !== undefined; at = aboveOf(holder, at)) {
    const old = wordsOf(holder, at);
    const names = [old, ...(at.alias === undefined ? [] : [`#${at.alias}`])];
    const name = names.find((each) => Object.hasOwn(renamed, each));
    if (name !== undefined) return `${renamed[name]}${words.slice(old.length)}`;
  }
  return words;
}

/** Whether all that is drawn within a node is the same. */
function isSame(was: Diagram, is: Diagram, holder: string): boolean {
  const within = ({ nodes, edges }: Diagram): string =>
    JSON.stringify([
      nodes.filter(({ id, state }: DiagramNode) => state !== undefined && id.startsWith(`${holder}.`)),
      edges.filter(({ to }) => to.startsWith(`${holder}.`)),
    ]);
  return within(was) === within(is);
}
