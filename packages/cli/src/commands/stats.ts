import { statSync, existsSync } from 'node:fs';
import { statuses, type Status, counted } from '@cairn/core/store';
import { buildCommand, type Command } from '@stricli/core';
import type { Database } from 'better-sqlite3';
import type { Context } from '../context.ts';
import type { DatabaseFlags } from '../database/database.ts';
import { db, debug, json } from '../line/flags.ts';
import { jsonBlock } from '../printing/json-text.ts';
import type { Output } from '../printing/output.ts';
import { withSql } from '../database/sql-database.ts';
import { writeTable, type Column } from '../printing/table.ts';
import { bytesText } from '@cairn/drawing/words';
import { statusStyle } from '../thread/summary.ts';

interface Flags extends DatabaseFlags {
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Counts threads, checkpoints and bytes. */
export const command: Command<Context> = buildCommand<Flags, [], Context>({
  docs: {
    brief: 'Count threads, checkpoints and bytes',
    fullDescription:
      'Count threads by graph and status, their checkpoints, what side tables have, and the bytes that the file takes.',
  },
  parameters: { flags: { db, json, debug } },
  async func(flags) {
    const stats = await withSql(this, flags, statsOf);
    if (flags.json) this.output.line(jsonBlock(stats));
    else write(this.output, stats);
  },
});

interface GraphStats extends Readonly<Record<Status, number>> {
  readonly graph: string;
  readonly threads: number;
  /** Each once, however many forks share it; those of deleted threads that forks still share too. */
  readonly checkpoints: number;
}

/** What an adapter keeps in a table of its own. */
interface TableStats {
  readonly table: string;
  readonly items: number;
  /** Of their bodies, however many of these are the same. */
  readonly bytes: number;
}

interface Stats {
  readonly graphs: readonly GraphStats[];
  readonly threads: number;
  readonly checkpoints: number;
  readonly snapshots: number;
  readonly messages: number;
  /** What activities showed and is kept for a while, for whoever watches from other processes. */
  readonly outputs: number;
  readonly tables: readonly TableStats[];
  readonly bytes: number;
  /** Free inside the file; `cairn prune --vacuum` gives it back. */
  readonly free: number;
}

function statsOf(database: Database): Stats {
  const count = (query: string): number => database.prepare<[], number>(query).pluck().get() ?? 0;
  const pages = count('PRAGMA page_count');
  const pageSize = count('PRAGMA page_size');
  const log = `${database.name}-wal`;
  const graphs = graphStats(database);
  return {
    graphs,
    threads: graphs.reduce((sum, { threads }) => sum + threads, 0),
    checkpoints: count('SELECT count(*) FROM checkpoint'),
    snapshots: count('SELECT count(*) FROM snapshot'),
    messages: count('SELECT count(*) FROM message WHERE outcome IS NULL'),
    outputs: count('SELECT count(*) FROM output'),
    tables: database.prepare<[], TableStats>(itemsByTable).all(),
    bytes: pages * pageSize + (existsSync(log) ? statSync(log).size : 0),
    free: count('PRAGMA freelist_count') * pageSize,
  };
}

/** A thread that was deleted, and of whose past forks live, is none; its checkpoints are its graph's still. */
const countOfThreads = `SELECT graph, iif(id IS NULL, NULL, status) AS status, count(id) AS threads FROM thread
  GROUP BY 1, 2 ORDER BY graph`;

const itemsByTable = `SELECT name AS "table", count(*) AS items,
    sum(octet_length(coalesce(item.body, blob.body))) AS bytes
  FROM item LEFT JOIN blob ON blob.number = item.blob GROUP BY name ORDER BY name`;

function graphStats(database: Database): readonly GraphStats[] {
  const rows = database.prepare<[], { graph: string; status: Status | null; threads: number }>(countOfThreads).all();
  const checkpoints = new Map(
    database
      .prepare<[], { graph: string; own: number }>(
        'SELECT t.graph, count(*) AS own FROM checkpoint c JOIN thread t ON t.number = c.thread GROUP BY t.graph',
      )
      .all()
      .map(({ graph, own }) => [graph, own]),
  );
  return [...new Set(rows.map(({ graph }) => graph))].map((graph) => {
    const own = rows.filter((row) => row.graph === graph);
    const byStatus = Object.fromEntries(
      statuses.map((status) => [status, own.find((row) => row.status === status)?.threads ?? 0]),
    ) as Record<Status, number>;
    const threads = own.reduce((sum, row) => sum + row.threads, 0);
    return { graph, threads, ...byStatus, checkpoints: checkpoints.get(graph) ?? 0 };
  });
}

function write(output: Output, stats: Stats): void {
  const { graphs, checkpoints, snapshots, messages, outputs, tables, bytes, free } = stats;
  if (graphs.length === 0) output.line('No threads.');
  else writeTable(output, graphs, columns);
  output.line();
  if (tables.length > 0) {
    writeTable(output, tables, tableColumns);
    output.line();
  }
  const facts = [
    counted(checkpoints, 'checkpoint'),
    counted(snapshots, 'snapshot'),
    counted(messages, 'message'),
    ...(outputs === 0 ? [] : [counted(outputs, 'output')]),
    `${bytesText(bytes)}${free === 0 ? '' : `, ${bytesText(free)} of it free`}`,
  ];
  output.sentence(facts.join(output.paint('dim', ' · ')));
}

const tableColumns: readonly Column<TableStats>[] = [
  { title: 'TABLE', of: ({ table }) => table, style: () => 'bold' },
  { title: 'ITEMS', of: ({ items }) => String(items), right: true },
  { title: 'BYTES', of: ({ bytes }) => bytesText(bytes), right: true },
];

const columns: readonly Column<GraphStats>[] = [
  { title: 'GRAPH', of: ({ graph }) => graph, style: () => 'bold' },
  { title: 'THREADS', of: ({ threads }) => String(threads), right: true },
  ...statuses.map((status): Column<GraphStats> => ({
    title: status.toUpperCase(),
    of: (entry) => (entry[status] === 0 ? '' : String(entry[status])),
    style: () => statusStyle[status],
    right: true,
  })),
  { title: 'CHECKPOINTS', of: ({ checkpoints }) => String(checkpoints), right: true },
];
