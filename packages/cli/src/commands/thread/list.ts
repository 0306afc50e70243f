import { driverJson, isAlive, toMilliseconds, type Duration, type Store, type ThreadRecord } from '@cairn/core/store';
import type { Found, FoundPage, find } from '@cairn/core/inspect';
import type { OwnerSeen, SqliteStore } from '@cairn/sqlite';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../../context.ts';
import type { DatabaseFlags } from '../../database/database.ts';
import { looking } from '../../database/looking.ts';
import { db, debug, durationFlag, json, limit, tagsFlag, textFlag } from '../../line/flags.ts';
import type { Output } from '../../printing/output.ts';
import { processText } from '../../thread/driver-text.ts';
import { placeText, statusStyle } from '../../thread/summary.ts';
import { tellDamaged } from '../../thread/tell-damaged.ts';
import { writeTable, type Column } from '../../printing/table.ts';
import { distanceText } from '@cairn/drawing/words';

interface Flags extends DatabaseFlags {
  readonly status?: string;
  readonly of?: string;
  readonly tag?: readonly string[];
  readonly node?: string;
  readonly text?: string;
  readonly since?: Duration;
  readonly limit?: number;
  readonly cursor?: string;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Lists threads, newest first. */
export const command: Command<Context> = buildCommand<Flags, [], Context>({
  docs: {
    brief: 'List threads, newest first',
    fullDescription: 'List threads, newest first, a page at a time. Each flag that is given narrows the list.',
  },
  parameters: {
    flags: {
      status: textFlag('Those that are running, waiting, done, failed or cancelled; several with commas', 'status'),
      of: textFlag('Those of a graph', 'graph'),
      tag: tagsFlag('Those with a tag; give it again for another'),
      node: textFlag('Those with a lane at a node', 'node'),
      text: textFlag('Those that ever held a text', 'text'),
      since: durationFlag('Those that something happened to for so long', '24h'),
      limit,
      cursor: textFlag('Goes on after the page that ended with it', 'cursor'),
      db,
      json,
      debug,
    },
  },
  async func(flags) {
    const page = await looking(this, flags, async (store) => {
      const found = await pageOf(store, await queryOf(flags));
      if (found.found.length === 0) {
        const { mustBeKnown } = await import('../../database/known-names.ts');
        await mustBeKnown(store, { graph: flags.of, node: flags.node, tags: flags.tag });
      }
      const told = flags.json || flags.text === undefined ? found : await inWords(store, found, flags.text);
      return { ...told, found: await Promise.all(told.found.map((each) => withDriver(store, each))) };
    });
    tellDamaged(this, page.damaged);
    if (flags.json) {
      const { jsonBlock } = await import('../../printing/json-text.ts');
      const { recordJson } = await import('@cairn/core/inspect');
      const threads = page.found.map(({ thread, driver, match }) => ({
        ...recordJson(thread),
        ...(driver && { driver: driverJson(driver, Date.now()) }),
        ...(match && { match }),
      }));
      const { cursor, damaged } = page;
      this.output.line(
        jsonBlock({ threads, ...(cursor !== undefined && { cursor }), ...(damaged !== undefined && { damaged }) }),
      );
      return;
    }
    if (page.found.length === 0) this.output.note('No threads.');
    else writeTable(this.output, page.found, columns);
    if (page.cursor !== undefined) writeMore(this.output, page.cursor);
  },
});

/** A thread of the list; of one that is running, where it came to last, and who has it. */
interface Listed extends Found {
  readonly at?: string;
  readonly driver?: OwnerSeen;
}

/** The newest checkpoint says where a running thread is: its summary is of its last rest. */
async function withDriver(store: SqliteStore, found: Found): Promise<Listed> {
  const { id, status, head } = found.thread;
  if (status !== 'running') return found;
  const { historyOf } = await import('@cairn/core/inspect');
  const [row] = await historyOf(store, id, { from: head, to: head });
  const driver = store.ownerOf(id);
  return { ...found, at: row?.to ?? row?.from ?? '', ...(driver && { driver }) };
}

function driverOf({ thread, driver }: Listed): string {
  if (thread.status !== 'running') return '';
  return driver !== undefined && isAlive(driver, Date.now()) ? processText(driver) : 'nobody';
}

type Query = NonNullable<Parameters<typeof find>[1]>;

/** What reads histories is loaded only where they are searched; the cursors are the store's either way. */
async function pageOf(store: Store, query: Query): Promise<FoundPage> {
  const { node, text, ...facts } = query;
  if (node === undefined && text === undefined) {
    const { threads, ...more } = await store.threads(facts);
    return { found: threads.map((thread) => ({ thread })), ...more };
  }
  const time = await import('@cairn/core/inspect');
  return time.find(store, query);
}

/** How many characters are shown on each side of a text that was found. */
const side = 30;

/** What was found, as the log tells of the checkpoint; where the log does not say it, as it is stored. */
async function inWords(store: Store, page: FoundPage, text: string): Promise<FoundPage> {
  const [{ historyOf }, { detailText }] = await Promise.all([
    import('@cairn/core/inspect'),
    import('../../log/row-text.ts'),
  ]);
  const found = page.found.map(async ({ thread, match }) => {
    if (match === undefined) return { thread };
    const [row] = await historyOf(store, thread.id, { from: match.seq, to: match.seq });
    const words = row === undefined ? '' : detailText(row);
    const at = words.toLowerCase().indexOf(text.toLowerCase());
    return { thread, match: at === -1 ? match : { ...match, excerpt: around(words, at, text.length) } };
  });
  return { ...page, found: await Promise.all(found) };
}

function around(words: string, at: number, length: number): string {
  const from = Math.max(0, at - side);
  const to = at + length + side;
  return `${from > 0 ? '…' : ''}${words.slice(from, to)}${to < words.length ? '…' : ''}`;
}

async function queryOf({ status, of, tag, node, text, since, limit: most = 50, cursor }: Flags): Promise<Query> {
  return {
    limit: most,
    skipDamaged: true,
    ...(status !== undefined && { status: (await import('../../line/statuses-of.ts')).statusesOf(status) }),
    ...(of !== undefined && { graph: of }),
    ...(tag !== undefined && { tags: tag }),
    ...(node !== undefined && { node }),
    ...(text !== undefined && { text }),
    ...(since !== undefined && { updatedAfter: Date.now() - toMilliseconds(since) }),
    ...(cursor !== undefined && { cursor }),
  };
}

function writeMore(output: Output, cursor: string): void {
  output.note(output.paint('dim', `More: --cursor ${cursor}`));
}

const columns: readonly Column<Listed>[] = [
  { title: 'THREAD', of: ({ thread }) => thread.id, style: () => 'bold', elastic: true, isPath: true },
  { title: 'GRAPH', of: ({ thread }) => thread.graph },
  { title: 'STATUS', of: ({ thread }) => thread.status, style: ({ thread }) => statusStyle[thread.status] },
  { title: 'AT', of: ({ thread, at }) => at ?? placeText(thread), elastic: true },
  { title: 'DRIVEN BY', of: driverOf, elastic: true },
  { title: 'CHECKPOINTS', of: ({ thread }) => String(thread.head), right: true },
  { title: 'UPDATED', of: ({ thread }) => distanceText(thread.updated) },
  { title: 'TAGS', of: ({ thread }) => thread.tags.join(', '), elastic: true },
  { title: 'FORKED FROM', of: ({ thread }) => originText(thread), elastic: true, isPath: true },
  { title: 'FOUND', of: ({ match }) => (match === undefined ? '' : `@${match.seq} ${match.excerpt}`), elastic: true },
];

function originText({ origin }: ThreadRecord): string {
  return origin === null ? '' : `${origin.thread}@${origin.seq}`;
}
