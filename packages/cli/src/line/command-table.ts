import type { Command } from '@stricli/core';
import type { Context } from '../context.ts';

/** One command: what it is for, and where it is. */
export interface CommandEntry {
  readonly brief: string;
  readonly load: () => Promise<{ readonly command: Command<Context> }>;
  readonly isHidden?: true;
}

/** Commands under one word. */
export interface CommandGroup {
  readonly brief: string;
  readonly commands: Readonly<Record<string, CommandEntry>>;
}

/** All commands, in the order in which the help lists them. */
export const commandTable: Readonly<Record<string, CommandEntry | CommandGroup>> = {
  check: { brief: 'Look for mistakes in graphs', load: () => import('../commands/check.ts') },
  graph: { brief: 'Draw a graph as text, Mermaid or SVG', load: () => import('../commands/graph.ts') },
  start: { brief: 'Start a thread, and drive it until it comes to rest', load: () => import('../commands/start.ts') },
  send: { brief: 'Send a thread an event', load: () => import('../commands/send.ts') },
  answer: { brief: 'Answer a question that a thread asks', load: () => import('../commands/answer.ts') },
  resume: { brief: 'Take up a thread that failed or was interrupted', load: () => import('../commands/resume.ts') },
  cancel: { brief: 'End a thread where it stands', load: () => import('../commands/cancel.ts') },
  work: { brief: 'Drive whatever has something to do, until stopped', load: () => import('../commands/work.ts') },
  thread: {
    brief: 'Look at threads, compare, fork, rewind, edit, move them',
    commands: {
      list: { brief: 'List threads, newest first', load: () => import('../commands/thread/list.ts') },
      show: { brief: 'Show a thread at a checkpoint', load: () => import('../commands/thread/show.ts') },
      log: { brief: 'List the checkpoints of a thread', load: () => import('../commands/thread/log.ts') },
      watch: { brief: 'Follow a thread as it goes on', load: () => import('../commands/thread/watch.ts') },
      why: { brief: 'Say why a checkpoint was made', load: () => import('../commands/thread/why.ts') },
      blame: { brief: 'Name the checkpoints that wrote a value', load: () => import('../commands/thread/blame.ts') },
      diff: { brief: 'Compare two checkpoints', load: () => import('../commands/thread/diff.ts') },
      fork: { brief: 'Start a new thread from a checkpoint', load: () => import('../commands/thread/fork.ts') },
      rewind: { brief: 'Send a thread back to a checkpoint', load: () => import('../commands/thread/rewind.ts') },
      edit: { brief: 'Change the state of a thread by hand', load: () => import('../commands/thread/edit.ts') },
      export: { brief: 'Write a thread as lines of JSON', load: () => import('../commands/thread/export.ts') },
      import: { brief: 'Bring an exported thread in', load: () => import('../commands/thread/import.ts') },
      delete: { brief: 'Delete threads', load: () => import('../commands/thread/delete.ts') },
    },
  },
  failed: { brief: 'List failed threads, and why they failed', load: () => import('../commands/failed.ts') },
  waiting: { brief: 'List waiting threads, and what they wait for', load: () => import('../commands/waiting.ts') },
  replay: { brief: 'Replay threads against the graph of a module', load: () => import('../commands/replay.ts') },
  test: {
    brief: 'Make tests of threads',
    commands: {
      record: { brief: 'Make a test of a thread', load: () => import('../commands/test/record.ts') },
    },
  },
  stats: { brief: 'Count threads, checkpoints and bytes', load: () => import('../commands/stats.ts') },
  prune: { brief: 'Delete old threads, or cut their histories', load: () => import('../commands/prune.ts') },
  backup: { brief: 'Copy a database that is in use', load: () => import('../commands/backup.ts') },
  integrity: { brief: 'Look for damage in a database', load: () => import('../commands/integrity.ts') },
  sql: { brief: 'Query a database, which stays as it is', load: () => import('../commands/sql.ts') },
  completion: { brief: 'Print the completion script of a shell', load: () => import('../commands/completion.ts') },
};
