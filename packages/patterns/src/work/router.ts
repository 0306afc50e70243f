import {
  isProblem,
  type AnyGraph,
  type Cairn,
  type EventsOf,
  type InferOutput,
  type InputOf,
  type Schema,
  type SideTable,
} from '@cairn/core';

/** Something that happened outside. */
export interface Arrived<Payload> {
  /** The same whenever it is told again: a webhook's id, a file's hash. At most 150 characters, without `@` and white space. */
  readonly id: string;
  readonly payload: Payload;
}

/** A thread that an event starts; made by {@link starts}. */
export interface Starting {
  readonly graph: AnyGraph;
  readonly input: object;
  readonly id?: string;
  readonly tags?: readonly string[];
}

/** An event that threads are sent; made by {@link wakes}. */
export interface Waking {
  readonly graph: AnyGraph;
  readonly event: string;
  readonly payload: unknown;
  readonly to: { readonly thread: string } | { readonly tags: readonly string[] };
}

/** What an event of one type does. */
export interface Route<Of extends Schema> {
  readonly payload: Of;
  /** The threads that it starts. */
  readonly start?: (event: Arrived<InferOutput<Of>>) => Starting | readonly Starting[] | undefined;
  /** The threads that it wakes. */
  readonly wake?: (event: Arrived<InferOutput<Of>>) => Waking | readonly Waking[] | undefined;
}

/** What became of an event. */
export interface Routed {
  /** Whether it was through before: then nothing was done. */
  readonly seen: boolean;
  /** The threads that it started, also where an earlier call that was cut off started them. */
  readonly started: readonly string[];
  /** How many threads it was left for, and how many had it before. */
  readonly woken: number;
  readonly again: number;
  /** Threads that were to be woken, and are over or not there. */
  readonly missed: readonly string[];
}

/** What a router is made of. */
export interface RouterOptions<Types> {
  /** What each type of event does. */
  readonly on: { readonly [Type in keyof Types]: Types[Type] extends Schema ? Route<Types[Type]> : never };
  /**
   * Keeps which events are through, so that one that is told again years later does nothing, whatever became of its threads. Without it, an event
   * is known as long as the threads that had it are there.
   */
  readonly seen?: SideTable<Routed>;
}

/** An event as a router is given it. */
type Told<Types> = {
  readonly [Type in keyof Types]: { readonly id: string; readonly type: Type; readonly payload: unknown };
}[keyof Types];

/**
 * Brings events from outside to threads: each starts some, wakes some, or both, and is done once under its id. Where it is cut off between two
 * deliveries, whoever tells of the event tells again: what was delivered is passed over.
 *
 * It rejects where the event has a type of nobody, an id or a payload that is none (a `TypeError`), and where the store fails.
 *
 * @example
 * const route = router(cairn, {
 *   on: { 'file.uploaded': { payload: Upload, start: ({ id, payload }) => starts(intake, { path: payload.path }, { id: `file-${id}` }) } },
 * });
 * await route({ id: 'evt_1', type: 'file.uploaded', payload: { path: '/in/a.txt' } });
 */
export function router<Types extends Readonly<Record<string, Schema>>>(
  cairn: Cairn,
  { on, seen }: RouterOptions<Types>,
): (event: Told<Types>) => Promise<Routed> {
  return async ({ id, type, payload }) => {
    mustBeId(id);
    const route = Object.hasOwn(on, type) ? (on[type] as unknown as Route<Schema>) : undefined;
    if (route === undefined)
      throw new TypeError(`No event has the type "${String(type)}". Known: ${Object.keys(on).join(', ')}.`);
    const parsed = await route.payload['~standard'].validate(payload);
    if (parsed.issues !== undefined) {
      throw new TypeError(
        `The payload of "${id}" is none of "${String(type)}": ${parsed.issues.map(({ message }) => message).join('; ')}`,
      );
    }
    const key = `${String(type)}/${id}`;
    const before = await seen?.get(key);
    if (before !== undefined) return { ...before.value, seen: true };
    const routed = await deliver(cairn, route, { id, payload: parsed.value }, String(type));
    // Only once it is through: what is cut off before is told again.
    await seen?.write(seen.set(key, routed));
    return routed;
  };
}

/** Threads and messages have ids that are made of it. */
function mustBeId(id: unknown): void {
  if (typeof id === 'string' && id !== '' && id.length <= 150 && !/[@\s\p{C}]/u.test(id)) return;
  throw new TypeError('The id of an event has 1 to 150 characters, without "@", white space and what nobody sees.');
}

/** A runtime, without the types of its graphs. */
interface Loose {
  start(graph: AnyGraph, input: object, options: object): Promise<{ readonly id: string }>;
  thread(graph: AnyGraph, id: string): { send(event: string, payload: unknown, options: object): Promise<void> };
  broadcast(
    graph: AnyGraph,
    event: object,
    options: object,
  ): Promise<{ readonly sent: number; readonly again: number }>;
}

async function deliver(
  cairn: Loose,
  { start, wake }: Route<Schema>,
  event: Arrived<unknown>,
  type: string,
): Promise<Routed> {
  const started: string[] = [];
  for (const [at, { graph, input, id, tags }] of listOf(start?.(event)).entries()) {
    const options = { id: id ?? `${type}-${event.id}-${at}`, ...(tags !== undefined && { tags }) };
    started.push((await cairn.start(graph, input, options)).id);
  }
  const missed: string[] = [];
  let [woken, again] = [0, 0];
  for (const [at, { graph, event: name, payload, to }] of listOf(wake?.(event)).entries()) {
    const id = `${type}-${event.id}-${at}`;
    if ('thread' in to) {
      const isThere = await sent(cairn.thread(graph, to.thread).send(name, payload, { id, queue: true }));
      if (isThere) woken += 1;
      else missed.push(to.thread);
    } else {
      const told = await cairn.broadcast(graph, { event: name, payload, id }, { tags: to.tags });
      woken += told.sent;
      again += told.again;
    }
  }
  return { seen: false, started, woken, again, missed };
}

/** Whether there is somebody to take what is sent. */
async function sent(sending: Promise<void>): Promise<boolean> {
  try {
    await sending;
    return true;
  } catch (error) {
    if (isProblem(error) && (error.code === 'thread/over' || error.code === 'thread/not-found')) return false;
    throw error;
  }
}

function listOf<Of>(found: Of | readonly Of[] | undefined): readonly Of[] {
  if (found === undefined) return [];
  return Array.isArray(found) ? (found as readonly Of[]) : [found as Of];
}

/** A thread that an event starts. Without an `id` it has one of the event's own. */
export function starts<Of extends AnyGraph>(
  graph: Of,
  input: InputOf<Of>,
  options: { readonly id?: string; readonly tags?: readonly string[] } = {},
): Starting {
  return { graph, input: input as object, ...options };
}

/** An event that one thread is sent, or all threads of a graph that have some tags. */
export function wakes<Of extends AnyGraph, Name extends keyof EventsOf<Of> & string>(
  graph: Of,
  event: Name,
  payload: EventsOf<Of>[Name],
  to: Waking['to'],
): Waking {
  return { graph, event, payload, to };
}
