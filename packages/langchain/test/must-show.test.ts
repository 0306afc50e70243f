import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { BaseMessage } from '@langchain/core/messages';
import { expect, onTestFinished, test } from 'vitest';
import { graph, open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { agent, message, messages, tokensOf } from '@cairn/langchain';
import { runBuilt } from '../../../test/built/run-built.ts';
import { endpoint } from './endpoint.ts';
import { asks, chatAt } from './graphs/asks.ts';
import { clerk } from './graphs/clerk.ts';
import { sections } from './graphs/sections.ts';
import { ScriptedModel } from './scripted-model.ts';

/** A file in a folder that goes when the test is over. */
function file(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'app.db');
}

/** A program of this test in a process of its own. */
function started(
  program: string,
  ...given: readonly string[]
): ChildProcess & { readonly stdout: NodeJS.ReadableStream } {
  const at = fileURLToPath(new URL(`processes/${program}.ts`, import.meta.url));
  const child = spawn(process.execPath, [...runBuilt, at, ...given], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

test('what models deep inside lanes and subgraphs say reaches another process in order, with its lane and node', async () => {
  const path = file();
  const web = open({ store: sqlite(path), graphs: [sections], drive: false });
  onTestFinished(() => web.close());
  const topics = ['rain', 'wind', 'snow'];
  const thread = await web.start(sections, { topics }, { id: 'deep' });
  const watched = tokensOf(thread.watch({ from: 1, until: 'ended' }), { superseded: true });
  const ended = once(started('writes-sections', path), 'exit');
  const heard = new Map<string, string[]>();
  for await (const token of watched) {
    expect(token).toMatchObject({ type: 'langchain/token', node: 'model', visit: 1, attempt: 1, run: 1 });
    heard.set(token.lane, [...(heard.get(token.lane) ?? []), 'text' in token ? token.text : '']);
  }
  expect(Object.fromEntries(heard)).toEqual(
    Object.fromEntries(
      topics.map((topic, at) => [`split.1/${at}/section.1/write.1`, [`${topic} `, 'is ', `${topic}.`]]),
    ),
  );
  expect(await ended).toEqual([0, null]);
});

test('what a model had said in a process that was killed is told to be for nothing, and what it says in the next follows', async () => {
  const path = file();
  const server = await endpoint({ text: 'Hello to', then: 'hang' }, { text: 'Good day' });
  const web = open({ store: sqlite(path), graphs: [asks], services: { chat: chatAt(server.url) }, drive: false });
  onTestFinished(() => web.close());
  const thread = await web.start(asks, { messages: 'Hello' }, { id: 'asked' });
  const watched = tokensOf(thread.watch({ from: 1, until: 'ended' }), { superseded: true });
  const first = started('asks-model', path, server.url);
  const heard: string[] = [];
  for await (const said of watched) {
    heard.push(said.type === 'langchain/token' ? said.text : '(for nothing)');
    if (heard.at(-1) !== 'to') continue;
    first.kill('SIGKILL');
    started('asks-model', path, server.url);
  }
  expect(heard.filter((text) => text !== '')).toEqual(['Hello ', 'to', '(for nothing)', 'Good ', 'day']);
});

test('a conversation with an agent that is a subgraph takes at most five times the bytes of what is said', async () => {
  const said = 'x'.repeat(500);
  const writer = agent({ name: 'writer', model: new ScriptedModel(Array.from({ length: 400 }, () => said)) });
  const talk = graph({
    name: 'talk',
    state: { messages: messages() },
    events: { say: message },
    start: 'listen',
    nodes: {
      listen: { on: { say: { to: 'answer', update: (_s: object, one: BaseMessage) => ({ messages: one }) } } },
      answer: { graph: writer, share: ['messages'], next: 'listen' },
    },
  });
  const bytesAfter = async (turns: number) => {
    const path = file();
    const cairn = open({ store: sqlite(path), graphs: [talk] });
    const thread = await cairn.start(talk, {});
    for (let turn = 0; turn < turns; turn += 1) {
      await thread.send('say', said);
      await thread.settled();
    }
    expect((await thread.settled()).state.messages).toHaveLength(2 * turns);
    await cairn.close();
    return statSync(path).size;
  };
  // Tables take up some room before anything is in them.
  const grown = (await bytesAfter(400)) - (await bytesAfter(0));
  expect(grown / (2 * 400 * said.length)).toBeLessThan(5);
});

test('an agent whose process is killed calls no tool again whose answer is on disk', async () => {
  const path = file();
  const called: string[] = [];
  let kills = 0;
  for (; called.at(-1) !== 'done'; kills += 1) {
    const answered = await answersIn(path);
    const child = started('calls-tools', path);
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (lines.length === 2 * kills + 1) child.kill('SIGKILL');
    }
    expect(lines.filter((line) => answered.has(line))).toEqual([]);
    called.push(...lines);
  }
  expect(kills).toBeGreaterThan(2);
  expect((await answersIn(path)).size).toBe(8);
});

/** The calls whose answers are on disk. */
async function answersIn(path: string): Promise<ReadonlySet<string>> {
  const cairn = open({ store: sqlite(path), graphs: [clerk], drive: false });
  const answered = new Set<string>();
  try {
    for (const row of await cairn.thread(clerk, 't').history()) {
      if (row.cause !== 'done' || row.from !== 'model-tools-call') continue;
      const change = row.changes?.['messages'] as { readonly upsert: readonly { readonly tool_call_id: string }[] };
      for (const each of change.upsert) answered.add(each.tool_call_id);
    }
  } catch (error) {
    if (kindOf(error) !== 'thread/not-found') throw error;
  } finally {
    await cairn.close();
  }
  return answered;
}

function kindOf(error: unknown): unknown {
  return (error as { readonly code?: unknown }).code;
}
