import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graph, open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { ThreadsChanged } from '../../src/api.ts';
import { studio } from '../../src/index.ts';
import { serve } from '../../src/serve.ts';

const errand = graph({
  name: 'errand',
  state: { what: z.string() },
  start: 'done',
  nodes: { done: { final: true } },
});

/** How often the changes of a store are looked for, at most: once in so many milliseconds, less what a timer may be early. */
const pause = 490;

/** One who listens: what it heard, and whether its stream is over. */
class Listener {
  readonly heard: string[] = [];
  readonly #reader: ReadableStreamDefaultReader<string>;
  #text = '';
  #isOver = false;

  constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** Reads on until an event says something of a thread. */
  async until(thread: string): Promise<void> {
    while (!this.heard.some((event) => event.includes(`"${thread}"`))) await this.#read();
  }

  /** Reads on until the first event, which says how things are. */
  async begun(): Promise<void> {
    while (this.heard.length === 0) await this.#read();
  }

  async ended(): Promise<boolean> {
    while (!this.#isOver) await this.#read();
    return true;
  }

  async #read(): Promise<void> {
    const { done, value } = await this.#reader.read();
    this.#isOver = done;
    this.#text += value ?? '';
    const events = this.#text.split('\n\n');
    this.#text = events.pop() ?? '';
    this.heard.push(...events.filter((event) => event.includes('event: threads')));
    if (done && this.heard.length === 0) throw new Error('The stream ended before it began.');
  }
}

it('200 who listen at once hear the same, of one who looks for changes, and all of their streams end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-streams-'));
  const path = join(folder, 'errands.db');
  const writer = open({ store: sqlite(path), graphs: [errand] });
  await (await writer.start(errand, { what: 'tea' }, { id: 'E-0' })).ended();
  const calls = { version: 0, threads: 0, changed: 0 };
  const store = sqlite(path, { readOnly: true });
  const counting = new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...given: readonly unknown[]): unknown => {
        if (name in calls) calls[name as keyof typeof calls] += 1;
        return Reflect.apply(member, target, given) as unknown;
      };
    },
  });
  const began = performance.now();
  const served = await serve(studio(counting), { port: 0 });
  const listeners = await Promise.all(
    Array.from({ length: 200 }, async () => new Listener((await fetch(`${served.url}api/v1/events`)).body as never)),
  );
  await Promise.all(listeners.map((each) => each.begun()));
  const opening = { ...calls };
  for (const id of ['E-1', 'E-2']) {
    await (await writer.start(errand, { what: 'tea' }, { id })).ended();
    await Promise.all(listeners.map((each) => each.until(id)));
  }
  const looked = (performance.now() - began) / pause + 1;
  expect(calls.version).toBeLessThanOrEqual(looked);
  // Each look asks for what changed and for what runs, and by name for those that it told of.
  expect(calls.threads - opening.threads).toBeLessThanOrEqual(2 * looked);
  expect(calls.changed).toBeLessThanOrEqual(looked);
  const told = listeners.map(({ heard }) =>
    ['E-1', 'E-2'].map((id) => {
      const events = heard.map(
        (event) => JSON.parse(/^data: (?<json>.*)$/mu.exec(event)?.groups?.['json'] ?? '') as ThreadsChanged,
      );
      return events.flatMap(({ threads }) => threads).find((thread) => thread.id === id);
    }),
  );
  expect(told[0]).toMatchObject([{ status: 'done' }, { status: 'done' }]);
  expect(told.filter((each) => JSON.stringify(each) !== JSON.stringify(told[0]))).toEqual([]);
  const ends = Promise.all(listeners.map((each) => each.ended()));
  await served.close();
  expect(await ends).toEqual(listeners.map(() => true));
  await writer.close();
  await store.close();
  rmSync(folder, { recursive: true });
});
