import type { ActorMark } from '../machine-state.ts';
import type { DurableRecording } from './durable-recording.ts';
import {
  isMachineSnapshot,
  type InnerActor,
  type InnerMachineSnapshot,
  type InnerSnapshot,
  type Persisted,
  type TimerRecord,
} from './inner.ts';
import type { Named } from './references.ts';

/** How a snapshot is written down. */
export interface Writing {
  readonly recording: DurableRecording;
  readonly mark: (actor: InnerActor) => ActorMark;
  /** XState's own form of a machine's snapshot, with those below it. */
  readonly persist: (snapshot: InnerMachineSnapshot) => Persisted;
}

/** What is written of a machine's snapshot in another form than XState's. */
interface Own {
  readonly context: unknown;
  /** Whom timers send to that XState's form has no word for: all but the machine itself, its parent and its children. */
  readonly targets: Readonly<Record<string, ActorMark>>;
}

type Owns = Map<InnerSnapshot, Own>;
type Data = Readonly<Record<string, unknown>>;

/** A snapshot of a machine and of all below it as plain data, in the form that XState restores once it is {@link restorable}. */
export function written(snapshot: InnerMachineSnapshot, parent: InnerActor | undefined, writing: Writing): Persisted {
  const owns: Owns = new Map();
  writeOwn({ snapshot, parent, path: '' }, writing, owns);
  // A context that refers to itself ends no persistence of XState, so it is refused before.
  writing.recording.check();
  return merged({ snapshot, path: '' }, writing.persist(snapshot), writing, owns) as unknown as Persisted;
}

interface Place {
  readonly snapshot: InnerSnapshot;
  readonly path: string;
  readonly parent?: InnerActor | undefined;
}

function writeOwn({ snapshot, parent, path }: Place, writing: Writing, owns: Owns): void {
  if (!isMachineSnapshot(snapshot)) return;
  const { recording, mark } = writing;
  const context = recording.plain(snapshot.context, path, 'context', mark);
  const known: readonly unknown[] = ['self', parent, ...Object.values(snapshot.children)];
  const others = Object.entries(snapshot.timers).filter(([, { target }]) => !known.includes(target));
  const targets = Object.fromEntries(others.map(([id, { target }]) => [id, mark(target as InnerActor)]));
  owns.set(snapshot, { context, targets });
  if (others.length > 0) redirect(snapshot, targets);
  for (const [id, child] of Object.entries(snapshot.children))
    writeOwn({ snapshot: child.getSnapshot(), parent: child._parent, path: below(path, id) }, writing, owns);
}

/** Has timers send to the machine itself, for which XState has a word. */
function redirect(snapshot: { timers: Readonly<Record<string, TimerRecord>> }, ids: object): void {
  snapshot.timers = Object.fromEntries(
    Object.entries(snapshot.timers).map(([id, timer]) => [
      id,
      Object.hasOwn(ids, id) ? { ...timer, target: 'self' } : timer,
    ]),
  );
}

function merged({ snapshot, path }: Place, persisted: Data, writing: Writing, owns: Owns): Data {
  const { recording, mark } = writing;
  const part = (key: string, value: unknown): unknown => {
    if (!isMachineSnapshot(snapshot)) return recording.plain(value, path, key, mark);
    if (key === 'context') return owns.get(snapshot)?.context;
    if (key === 'timers') return targeted(recording.plain(value, path, key, mark), owns.get(snapshot)?.targets);
    if (key !== 'children') return recording.plain(value, path, key, mark);
    const children = Object.entries((persisted as Persisted).children).map(([id, child]) => {
      const inner = { snapshot: snapshot.children[id]?.getSnapshot() ?? { status: 'stopped' }, path: below(path, id) };
      return [id, { ...defined(child), snapshot: merged(inner, child.snapshot, writing, owns) }];
    });
    return Object.fromEntries(children);
  };
  return Object.fromEntries(Object.entries(defined(persisted)).map(([key, value]) => [key, part(key, value)]));
}

function targeted(timers: unknown, targets: Own['targets'] = {}): unknown {
  const known = timers as Readonly<Record<string, object>>;
  return Object.fromEntries(
    Object.entries(known ?? {}).map(([id, timer]) => [
      id,
      Object.hasOwn(targets, id) ? { ...timer, target: targets[id] } : timer,
    ]),
  );
}

/** What is stored in the form that XState restores; it is changed. */
export function restorable(stored: Persisted): Persisted {
  redirect(stored, markedIn(stored));
  for (const { snapshot } of Object.values(stored.children))
    if ('children' in snapshot) restorable(snapshot as unknown as Persisted);
  return stored;
}

/** What is stored of the actor that ids lead to. */
export function storedAt(stored: Persisted, ids: readonly string[]): Data {
  let found: Data = stored;
  for (const id of ids) found = (found as unknown as Persisted).children[id]?.snapshot ?? {};
  return found;
}

/** Gives actors that were brought back what they hold, now that all that it names are there. */
export function revive(snapshot: InnerSnapshot, stored: Data, named: Named): void {
  const held = isMachineSnapshot(snapshot) ? ['context', 'timers', 'output', '_stateInputs'] : ['context', 'input'];
  for (const key of held) {
    const value = snapshot[key];
    if (value !== undefined) (snapshot as Record<string, unknown>)[key] = named.live(value);
  }
  if (!isMachineSnapshot(snapshot)) return;
  const persisted = stored as unknown as Persisted;
  for (const [id, target] of Object.entries(markedIn(persisted))) {
    const timer = snapshot.timers[id];
    if (timer !== undefined) timer.target = named.live(target);
  }
  for (const [id, child] of Object.entries(snapshot.children))
    revive(child.getSnapshot(), persisted.children[id]?.snapshot ?? {}, named);
}

/** The timers whose targets are marks. */
function markedIn({ timers }: Persisted): Readonly<Record<string, unknown>> {
  const found = Object.entries(timers).filter(
    ([, { target }]) => typeof target === 'object' && target !== null && 'xstate$$actor' in target,
  );
  return Object.fromEntries(found.map(([id, { target }]) => [id, target]));
}

function defined(data: object): object {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}

function below(path: string, id: string): string {
  return path === '' ? id : `${path}/${id}`;
}
