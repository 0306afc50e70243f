import type { Store } from '@cairn/core/store';
import { Hono, type Context } from 'hono';
import { named } from '../api/part.ts';
import type { LogPage, Meta, ThreadShown } from '../api.ts';
import { answer, headersOf, said, type Pinned } from './saying/answer.ts';
import { Asked } from './saying/asked.ts';
import { branchesOf } from './branches.ts';
import { graphNamed, graphsOf, mustKnow } from './graphs.ts';
import { heatOf } from './heat.ts';
import { inboxOf, inboxShown } from './inbox.ts';
import { exportLines, logPage, spansOf } from './log.ts';
import { readingStore } from './reading-store.ts';
import { Refused } from './saying/refusal.ts';
import { blameShown, diffShown, recordIn, threadGraph, threadShown, walkShown, whyShown } from './thread.ts';
import { counts, threadsPage } from './threads.ts';
import type { Viewer } from './asking/viewer.ts';

/** What a request is answered with. */
interface Env {
  readonly Bindings: { readonly viewer: Viewer };
}

/** A request that looks: what it asks for, and the store as whoever asks sees it, for as long as they wait. */
interface Look {
  readonly asked: Asked;
  readonly store: Store;
  readonly signal: AbortSignal;
  readonly viewer: Viewer;
  readonly id: string;
  readonly path: string;
}

type Pins = Pinned['pinned'];

/** The part of the API that looks. */
export function looking(): Hono<Env> {
  const app = new Hono<Env>();
  const look = <Value>(path: string, of: (look: Look) => Promise<Value>, pin?: (value: Value) => Pins): void => {
    app.get(path, async (context) => {
      const given = lookOf(context);
      const value = await of(given);
      return answer(value, { path: given.path, pinned: pin?.(value) }, given.asked);
    });
  };
  app.get('/meta', (context) => said(metaOf(context.env.viewer)));
  look('/threads', ({ store, asked, signal }) => threadsPage(store, asked, signal));
  look('/counts', ({ store }) => counts(store));
  look('/inbox', ({ store, asked, viewer }) => inboxOf(store, asked, (record) => viewer.may(record)));
  look('/inbox/:id', ({ store, id, viewer }) => inboxShown(store, id, (record) => viewer.may(record)));
  look('/graphs', ({ store, viewer }) => graphsOf(store, viewer.graphs));
  look('/graphs/:id', ({ viewer, id, asked }) => graphNamed(viewer, id, asked.text('version')));
  look('/graphs/:id/heat', async ({ store, id, asked, viewer }) => {
    await mustKnow(viewer, id, asked.text('version'));
    return heatOf(store, id, asked);
  });
  ofThread(look);
  app.get('/threads/:id/export', async (context) => {
    const { store, id } = lookOf(context);
    await recordIn(store, id);
    return new Response(exportLines(store, id), { headers: headersOf('application/jsonl; charset=utf-8') });
  });
  return app;
}

function ofThread(
  look: <Value>(path: string, of: (look: Look) => Promise<Value>, pin?: (value: Value) => Pins) => void,
): void {
  const shown = async ({ store, id, asked, viewer }: Look): Promise<ThreadShown> => {
    const record = await recordIn(store, id);
    return threadShown(store, record, asked, viewer.may(record));
  };
  look('/threads/:id', shown, ({ checkpoint }) => ({ at: checkpoint.seq }));
  look('/threads/:id/log', ({ store, id, asked }) => logPage(store, id, asked), pinnedRows);
  look('/threads/:id/graph', ({ store, id }) => threadGraph(store, id));
  look('/threads/:id/walk', ({ store, id, asked }) => walkShown(store, id, asked));
  look(
    '/threads/:id/diff',
    ({ store, id, asked }) => diffShown(store, id, asked),
    ({ before, after }) => ({ at: after.seq, with: `${before.thread}@${before.seq}` }),
  );
  look('/threads/:id/why', ({ store, id, asked }) => whyShown(store, id, asked));
  look('/threads/:id/blame', ({ store, id, asked }) => blameShown(store, id, asked));
  look('/threads/:id/branches', ({ store, id }) => branchesOf(store, id));
  look('/threads/:id/spans', ({ store, id }) => spansOf(store, id));
}

/** Its rows are the same later, whatever has come since. */
function pinnedRows({ rows }: LogPage): Pins {
  const seqs = rows.map(({ seq }) => seq);
  return { from: seqs[0], to: seqs.at(-1) };
}

function lookOf({ req, env }: Context<Env>): Look {
  const { viewer } = env;
  const { signal } = req.raw;
  const url = new URL(req.url);
  return {
    asked: new Asked(url.searchParams),
    store: readingStore(viewer.store, signal),
    signal,
    viewer,
    id: named(req.param('id') ?? ''),
    path: url.pathname.slice(viewer.root.length),
  };
}

function metaOf({ storeName, who, canAct, graphs, sql }: Viewer): Meta {
  return {
    api: 1,
    store: storeName,
    now: Date.now(),
    ...(who.name !== '' && { who: who.name }),
    acts: canAct,
    graphs,
    sql,
  };
}

/** What is asked for is not there. */
export function noSuchRoute(path: string): Refused {
  return new Refused(404, 'studio/no-route', `The API has nothing at "${path}".`);
}
