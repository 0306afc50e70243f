import type { AnyGraph, Cairn, Thread } from '@cairn/core';
import { decode, jsonOf } from '@cairn/core/inspect';
import { isProblem, problem, type Store, type ThreadRecord } from '@cairn/core/store';
import { Hono, type Context } from 'hono';
import { named } from '../api/part.ts';
import type { Acted, Actions, BulkAsked, BulkDone, StartAsked } from '../api.ts';
import { said } from './saying/answer.ts';
import { bodyOf, mustFit, numberIn, restOf, textIn, textsIn, type Kind } from './saying/body.ts';
import { listed } from './listed.ts';
import { Refused, refusalOf } from './saying/refusal.ts';
import { mustBeFree, mustMay } from './asking/allowed.ts';
import { runAsSeen } from './seen/run-as-seen.ts';
import { recordIn } from './thread.ts';
import type { Viewer } from './asking/viewer.ts';

/** How long is waited for what comes of something, in milliseconds: another process may have the thread. */
const patience = 20_000;

/** So many threads may something be done to at once. */
const mostAtOnce = 1_000;

interface Env {
  readonly Bindings: { readonly viewer: Viewer };
}

type Body = Readonly<Record<string, unknown>>;

type BulkAction = BulkAsked['action'];

/** Something that was done to a thread. */
export interface Done {
  /** Who did it; empty where nobody is asked who they are. */
  readonly by: string;
  readonly action: 'start' | 'delete' | keyof Actions;
  /** The thread that it was done to, or that it made. */
  readonly thread: string;
  /** What was asked, as JSON: with the payload of an event, the tags that were added. */
  readonly asked: Readonly<Record<string, unknown>>;
}

/** Something that is done to a thread: with what is said, and by whom. */
interface Act {
  readonly thread: Thread;
  readonly body: Body;
  /** What goes along with what is sent: who it was, and for how long is waited. */
  readonly along: { readonly context?: { readonly by: string }; readonly signal: AbortSignal };
}

type AnyThread = Thread & {
  send(event: string, payload: unknown, options: object): Promise<void>;
  answer(key: string, value: unknown, options: object): Promise<void>;
  edit(update: object, options: object): Promise<void>;
};

/** Of which kind each word is that may be said. */
type WordsOf<Words> = { readonly [Name in keyof Required<Words>]: Kind };

/** What can be done to a thread, and what may be said with it. */
interface Action<Words> {
  readonly words: WordsOf<Words>;
  /** Gives the id of a thread that it makes; what is done to the thread itself gives nothing. */
  readonly run: (act: Act) => Promise<string | void>;
}

const actions: { readonly [Name in keyof Actions]: Action<Actions[Name]> } = {
  send: {
    words: { event: 'text', payload: 'value', lane: 'text', queue: 'boolean', seen: 'number' },
    run: ({ thread, body, along }) =>
      (thread as AnyThread).send(textIn(body, 'event'), valueIn(body, 'payload', thread), {
        ...restOf(body, 'lane', 'queue'),
        ...along,
      }),
  },
  answer: {
    words: { key: 'text', value: 'value', lane: 'text', seen: 'number' },
    run: ({ thread, body, along }) =>
      (thread as AnyThread).answer(textIn(body, 'key'), valueIn(body, 'value', thread), {
        ...restOf(body, 'lane'),
        ...along,
      }),
  },
  edit: {
    words: { update: 'object', lane: 'text', as: 'text', seen: 'number' },
    run: ({ thread, body, along }) => {
      if (body['update'] === undefined) throw new Refused(400, 'studio/invalid', '"update" has to be there.');
      const update = valueIn(body, 'update', thread) as object;
      return (thread as AnyThread).edit(update, { ...restOf(body, 'lane', 'as'), ...along });
    },
  },
  resume: {
    words: { lane: 'text', seen: 'number' },
    run: ({ thread, body, along }) => thread.resume({ ...restOf(body, 'lane'), ...along }),
  },
  cancel: {
    words: { reason: 'text' },
    run: ({ thread, body, along }) =>
      thread.cancel(body['reason'] === undefined ? undefined : textIn(body, 'reason'), along),
  },
  rewind: {
    words: { seq: 'number', seen: 'number' },
    run: ({ thread, body, along }) => thread.rewind(numberIn(body, 'seq'), along),
  },
  fork: {
    words: { seq: 'number', id: 'text', set: 'object', recorded: 'boolean or number', results: 'object' },
    run: async ({ thread, body, along }) => {
      const values = ['set', 'results'].filter((name) => body[name] !== undefined);
      const fork = await thread.fork(numberIn(body, 'seq'), {
        ...newIdIn(body),
        ...restOf(body, 'recorded'),
        ...(Object.fromEntries(values.map((name) => [name, valueIn(body, name, thread)])) as object),
        ...along,
      });
      return fork.id;
    },
  },
  tag: {
    words: { add: 'texts', remove: 'texts' },
    run: async ({ thread, body }) => {
      await thread.tag({ add: textsIn(body, 'add'), remove: textsIn(body, 'remove') });
    },
  },
};

/** What may be said with each of many threads. */
const saidOfMany: WordsOf<BulkAsked> = {
  action: 'text',
  threads: 'texts',
  reason: 'text',
  add: 'texts',
  remove: 'texts',
  dryRun: 'boolean',
};

/** What may be said of one that is started. */
const saidOfStart: WordsOf<StartAsked> = { graph: 'text', input: 'object', id: 'text', tags: 'texts' };

/** A value as the API writes it, with its tags, as the thread's graph has it. */
function valueIn(body: Body, name: string, { codec }: Pick<Thread, 'codec'>): unknown {
  return body[name] === undefined ? undefined : given(body[name], name, codec);
}

/** What somebody gives; it was stored by nobody. */
function given(json: unknown, name: string, codec: Thread['codec']): unknown {
  try {
    return decode(JSON.stringify(json), codec, { path: name });
  } catch (error) {
    if (!isProblem(error, 'value/unreadable')) throw error;
    const { path, found } = error.facts;
    throw new Refused(422, error.code, `What is given at "${path}" cannot be read: ${found}.`);
  }
}

/** The part of the API that does something. */
export function acting(cairn: Cairn | undefined, hear: (done: Done) => Promise<void>): Hono<Env> {
  const app = new Hono<Env>();
  app.post('/threads', async (context) => {
    const asked = await askedOf(context, saidOfStart);
    const graph = graphNamed(cairn, textIn(asked.body, 'graph'));
    const tags = textsIn(asked.body, 'tags');
    mustMay(asked.viewer, { graph: graph.name, tags }, 'You may not start a thread of that graph with these tags.');
    const input = asked.body['input'] ?? {};
    // A graph's classes are known where its threads are.
    const { codec } = runtimeOf(cairn).thread(graph, 'any');
    const value = given(input, 'input', codec);
    const options = { ...newIdIn(asked.body), tags, ...asked.along };
    await mustBeFree(runtimeOf(cairn), asked.viewer, options.id);
    const thread = await inTime(() => runtimeOf(cairn).start(graph, value as never, options as never));
    if (thread.isNew === true)
      await hear({ by: asked.viewer.who.name, action: 'start', thread: thread.id, asked: asked.body });
    // Somebody else may have begun it meanwhile.
    else await mustBeFree(runtimeOf(cairn), asked.viewer, thread.id);
    return said(jsonOf(await acted(runtimeOf(cairn).store, thread.id)));
  });
  app.post('/threads/:id/:action', async (context) => {
    const name = context.req.param('action');
    if (!Object.hasOwn(actions, name)) return context.notFound();
    const asked = await askedOf(context, actions[name as keyof Actions].words);
    const record = await recordIn(asked.viewer.store, named(context.req.param('id')));
    const made = await act(cairn, record, name as keyof Actions, asked);
    await hear({ by: asked.viewer.who.name, action: name as keyof Actions, thread: made, asked: asked.body });
    // Who may act on a thread is told what became of it, and of what they made.
    return said(jsonOf(await acted(runtimeOf(cairn).store, made)));
  });
  app.post('/bulk', async (context) => said(await bulk(cairn, await askedOf(context, saidOfMany), hear)));
  return app;
}

/** Who asks for what. */
interface Asked {
  readonly viewer: Viewer;
  readonly body: Body;
  readonly along: Act['along'];
}

async function askedOf({ req, env }: Context<Env>, words: Readonly<Record<string, Kind>>): Promise<Asked> {
  const { viewer } = env;
  const body = await bodyOf(req.raw);
  mustFit(body, words);
  const { name } = viewer.who;
  // One who goes away leaves what was sent to be taken all the same.
  const along = { signal: AbortSignal.timeout(patience), ...(name !== '' && { context: { by: name } }) };
  return { viewer, body, along };
}

async function act(
  cairn: Cairn | undefined,
  record: ThreadRecord,
  name: keyof Actions,
  { viewer, body, along }: Asked,
): Promise<string> {
  mustMay(viewer, record);
  if (name === 'fork') await mustBeFree(runtimeOf(cairn), viewer, newIdIn(body).id);
  const thread = runtimeOf(cairn).thread(graphNamed(cairn, record.graph), record.id);
  const run = async (): Promise<string | void> => inTime(() => actions[name].run({ thread, body, along }));
  if (body['seen'] === undefined) return (await run()) ?? record.id;
  return (await runAsSeen(thread, name, body, run)) ?? record.id;
}

async function inTime<Value>(call: () => Promise<Value>): Promise<Value> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== 'TimeoutError') throw error;
    const told = 'Whoever drives the thread does not answer yet. What was sent may be taken still: look at the thread.';
    throw new Refused(504, 'studio/no-answer', told);
  }
}

async function acted(store: Store, id: string): Promise<Acted> {
  return { thread: await listed(store, await recordIn(store, id)) };
}

/** Does the same to many threads, each by itself. */
async function bulk(cairn: Cairn | undefined, asked: Asked, hear: (done: Done) => Promise<void>): Promise<BulkDone> {
  const action = textIn(asked.body, 'action');
  if (asked.body['threads'] === undefined)
    throw new Refused(400, 'studio/invalid', '"threads" is a list of texts, and has to be there.');
  const threads = [...new Set(textsIn(asked.body, 'threads'))];
  if (!['cancel', 'resume', 'tag', 'delete'].includes(action))
    throw new Refused(400, 'studio/invalid', `"action" is cancel, resume, tag or delete, and was "${action}".`);
  if (threads.length > mostAtOnce)
    throw new Refused(400, 'studio/invalid', `Something may be done to ${mostAtOnce} threads at once.`);
  const done: string[] = [];
  const refused: BulkDone['refused'][number][] = [];
  for (const id of threads) {
    try {
      const record = await recordIn(asked.viewer.store, id);
      mustMay(asked.viewer, record);
      mustStand(record, action);
      if (asked.body['dryRun'] !== true) {
        if (action === 'delete') await remove(runtimeOf(cairn), record);
        else await act(cairn, record, action as Exclude<BulkAction, 'delete'>, asked);
        await hear({ by: asked.viewer.who.name, action: action as BulkAction, thread: id, asked: asked.body });
      }
      done.push(id);
    } catch (error) {
      const { code, message } = refusalOf(error).refusal.error;
      refused.push({ thread: id, code, message: asked.viewer.told(message) });
    }
  }
  return { done, refused };
}

function isOver({ status }: ThreadRecord): boolean {
  return status === 'done' || status === 'cancelled';
}

/** Refuses what a thread's status does not allow, before anything is tried. */
function mustStand(record: ThreadRecord, action: string): void {
  const { id, status } = record;
  if (action !== 'tag' && action !== 'delete' && isOver(record)) throw problem('thread/over', { thread: id, status });
  if (action === 'delete' && !isOver(record))
    throw new Refused(409, 'studio/not-over', `Thread "${id}" is ${status}. Cancel it first.`);
}

async function remove(cairn: Cairn, { id, status }: ThreadRecord): Promise<void> {
  const { deleted, busy } = await cairn.prune({ threads: [id], status: [status] });
  if (busy.length > 0) throw problem('thread/busy', { thread: id, owner: 'another process' });
  if (deleted === 0)
    throw new Refused(409, 'studio/not-deleted', `Thread "${id}" was not deleted: it is otherwise by now.`);
}

/** The id that something new is to have, where one is said. */
function newIdIn(body: Body): { readonly id?: string } {
  return body['id'] === undefined ? {} : { id: textIn(body, 'id') };
}

function runtimeOf(cairn: Cairn | undefined): Cairn {
  if (cairn === undefined) throw new Refused(403, 'studio/not-allowed', 'Studio only looks here.');
  return cairn;
}

function graphNamed(cairn: Cairn | undefined, name: string): AnyGraph & { readonly name: string } {
  const graph = runtimeOf(cairn).graphs.find((each) => each.name === name);
  if (graph === undefined) throw new Refused(404, 'studio/no-graph', `Studio was not given a graph "${name}".`);
  return graph;
}
