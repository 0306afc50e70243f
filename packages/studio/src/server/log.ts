import { checkpointAt, diagramsOf, exportThread, historyOf, sentenceOf } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import { withinOf } from '@cairn/drawing/thread';
import { statesLeft } from '@cairn/drawing/words';
import type { LogPage, Span, Spans } from '../api.ts';
import type { Asked } from './saying/asked.ts';
import { LanesInTime } from './lanes-in-time.ts';
import { rowsInTurn } from './rows-in-turn.ts';
import { recordIn } from './thread.ts';

/** A part of a thread's log. */
export async function logPage(store: Store, id: string, asked: Asked): Promise<LogPage> {
  const { head, fingerprint } = await recordIn(store, id);
  const [first] = await store.rows(id, { limit: 1 });
  const from = asked.number('from');
  const to = asked.number('to');
  const isNewest = asked.has('newest');
  const rows = await historyOf(store, id, {
    limit: asked.limit(500, 10_000),
    newestFirst: isNewest,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  });
  const oldestFirst = isNewest ? rows.toReversed() : rows;
  const [oldest, newest] = [oldestFirst[0], oldestFirst.at(-1)];
  const diagrams = await diagramsOf(store, id);
  const diagram = await diagrams.by(fingerprint);
  const withinAt =
    diagram === undefined || oldest === undefined
      ? undefined
      : await withinOf(store, id, diagram, { from: oldest.seq, to: newest?.seq ?? oldest.seq, diagrams });
  return {
    thread: id,
    head,
    first: first?.seq ?? 1,
    rows: oldestFirst.map((row) => {
      const within = withinAt?.(row);
      const states = statesLeft(
        row.lane,
        (within ?? []).map(({ lane, innermost }) => ({ lane, states: innermost })),
      );
      return { ...row, text: sentenceOf(row), ...(within && { within }), ...(states.length > 0 && { states }) };
    }),
  };
}

/** At most so many rows are followed. */
const mostRows = 50_000;

/** What took a thread its time. */
export async function spansOf(store: Store, id: string): Promise<Spans> {
  await recordIn(store, id);
  const spans: Span[] = [];
  const lanes = new LanesInTime({ onSpan: (span) => spans.push(span) });
  for await (const row of rowsInTurn(store, id, mostRows)) {
    if (row.cause === 'rewind' || row.cause === 'migrate')
      lanes.reset((await checkpointAt(store, id, row.seq)).lanes, row);
    else lanes.take(row);
  }
  const open = lanes.here().flatMap(({ span }) => span ?? []);
  return { spans: [...spans, ...open] };
}

/** A thread as lines of JSON, as "cairn thread export" writes it. */
export function exportLines(store: Store, id: string): ReadableStream<Uint8Array> {
  const lines = exportThread(store, id);
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(`${value}\n`));
    },
    cancel: () => void lines.return(undefined),
  });
}
