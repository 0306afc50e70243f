// Whatever happens to a thread, what its protected keys hold is nowhere in the file, and all else is as it would be.

import {
  append,
  graph,
  local,
  memory,
  merge,
  open,
  reduce,
  union,
  upsert,
  type Cairn,
  type Protection,
} from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { exportThread } from '../../packages/core/src/time/transfer/export-thread.ts';
import { importThread } from '../../packages/core/src/time/transfer/import-thread.ts';
import { folder } from '../folder.ts';

const secretKey = randomBytes(32);

const protect: Protection = {
  keys: ['token', 'tokens', 'vault', 'cards', 'codes', 'best', 'mine', 'owners'],
  seal(text) {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', secretKey, nonce);
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
  },
  open(sealed) {
    const bytes = Buffer.from(sealed, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', secretKey, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
  },
};

/** A schema that quotes what it received, as those of some libraries do. */
const quoting = {
  '~standard': {
    version: 1 as const,
    vendor: 'quoting',
    validate: (value: unknown) =>
      typeof value === 'string' && !value.startsWith('bad')
        ? { value }
        : { issues: [{ message: `Expected a good text, received ${JSON.stringify(value)}` }] },
    types: undefined as { input: string; output: string } | undefined,
  },
};

/** A text that is long enough to be told from others, and that JSON has to escape. */
let count = 0;
const secret = (): string => `SECRET "${(count += 1)}"\n`;

const keeping = graph({
  name: 'keeping',
  state: {
    token: quoting,
    tokens: append(quoting),
    vault: merge(quoting),
    cards: upsert(z.object({ id: z.string(), number: z.string() }), 'id'),
    codes: union(quoting),
    best: reduce({ schema: quoting, initial: '', apply: (best, next) => fold(best, next) }),
    mine: local(quoting),
    owners: z.record(z.string(), z.boolean()).optional(),
    why: append(z.string()),
    how: z.string().default('none'),
    next: z.string().default(''),
  },
  events: {
    renew: z.object({ t: z.string() }),
    echo: z.object({ body: z.string() }),
    work: z.object({ how: z.string(), fresh: z.string() }),
    strict: quoting,
    stop: z.object({}),
  },
  start: 'wait',
  nodes: {
    wait: {
      on: {
        renew: {
          update: (_s, { t }) => ({
            token: t,
            owners: { [`SECRET-${t.length}@example.com`]: true },
            tokens: [t],
            vault: { [`${t} of a vault`]: t },
            cards: [{ id: t, number: `${t} of a card` }],
            codes: [t],
          }),
        },
        echo: { update: () => ({}) },
        work: { to: 'work', update: (_s, { how }) => ({ how }) },
        strict: { update: () => ({}) },
        stop: 'end',
      },
    },
    work: {
      run: async (s, ctx) => {
        const { token } = s;
        if (s.how === 'throw') throw new Error(`401 for ${token}`, { cause: new TypeError(`header ${token}`) });
        // What a client's library may throw.
        if (s.how === 'object') await Promise.reject({ message: 'no', request: { headers: [token] } });
        if (s.how === 'several') throw new AggregateError([new Error(token)], 'all');
        if (s.how === 'bad') return { token: `bad ${token}`, tokens: [token] };
        if (s.how === 'fold') return { best: `fails ${token}` };
        if (s.how === 'refuse') return { token: `refused ${token}` };
        if (s.how === 'step') {
          await ctx.step('get', () => ({ echo: [token], big: `${token} `.repeat(3_000) }));
          return { best: token, mine: token };
        }
        // What is written with escapes, in JSON or for people, is the same text.
        if (s.how === 'json') {
          await ctx.step('first', () => JSON.stringify({ token }));
          await ctx.step('again', () => [JSON.stringify([JSON.stringify({ token })])]);
          throw new Error(JSON.stringify({ sent: JSON.stringify({ token }) }));
        }
        if (s.how === 'inspect') {
          await ctx.step('shown', () => inspect({ token: token.trim() }));
          throw new Error(inspect([token, Object.keys(s.vault)]));
        }
        if (s.how === 'names') {
          await ctx.step('names', () => ({ at: Object.keys(s.vault) }));
          await ctx.step('owners', () => ({ of: Object.keys(s.owners ?? {}).map((name) => `${name}.`) }));
          throw new Error(`none of ${Object.keys(s.vault).join()} and ${Object.keys(s.owners ?? {}).join()}`);
        }
        if (s.how === 'elsewhere') return { how: `refused ${token}`, next: JSON.stringify({ token }) };
        if (s.how === 'quote') {
          await ctx.ask('quoted', { payload: JSON.stringify({ text: `Send ${token}?` }), answer: quoting });
        }
        if (s.how === 'ask') await ctx.ask('sure', { payload: { text: `Send ${token}?` }, answer: quoting });
        return {};
      },
      verify: (update) => !JSON.stringify(update).includes('refused') || `this is bad: ${JSON.stringify(update)}`,
      retry: { attempts: 2 },
      onError: { to: 'wait', update: (_s, { message }) => ({ why: [message] }) },
      next: [{ when: (s) => s.how === 'lanes', to: 'fan' }, 'wait'],
    },
    fan: { next: { all: ['left', 'right'], then: 'wait', onError: 'wait' } },
    left: { run: (s) => ({ tokens: [`${s.token} left`], mine: `${s.token} mine` }), next: 'rest' },
    rest: { after: { '1m': 'wait' } },
    right: {
      run: (s) => {
        throw new Error(`right ${s.token}`);
      },
      next: 'wait',
    },
    end: { final: true },
  },
});

function fold(best: string, next: string): string {
  if (next.startsWith('fails')) throw new Error(`cannot fold ${next}`);
  return next > best ? next : best;
}

const acts = [
  'renew throw object several bad fold refuse step ask answer lanes fork set edit resume rewind strict queue message cancel',
  'json inspect names elsewhere quote echo told',
  'prune restart restart restart',
].flatMap((line) => line.split(' '));

/** Does the same to two stores, of which one is protected. */
class Pair {
  readonly #stores: readonly [Store, Store];
  readonly #clocks = [virtualClock(), virtualClock()] as const;
  #open: readonly [Cairn, Cairn];
  readonly #protect: Protection;
  #id = 'T-0';

  /** Where nothing is stored of what is protected, a thread that is read back may go another way. */
  constructor(stores: readonly [Store, Store], protection: Protection = protect) {
    this.#stores = stores;
    this.#protect = protection;
    this.#open = this.#opened();
  }

  #opened(): readonly [Cairn, Cairn] {
    const shared = (index: 0 | 1) => ({
      store: this.#stores[index],
      graphs: [keeping],
      clock: this.#clocks[index],
      recover: false,
    });
    return [open({ ...shared(0), protect: this.#protect }), open(shared(1))];
  }

  /** Does something in both; what is refused is refused in both. */
  async both(act: (cairn: Cairn, id: string) => Promise<unknown>): Promise<void> {
    const ends = [];
    for (const cairn of this.#open) {
      ends.push(
        await act(cairn, this.#id).then(
          () => 'taken',
          (error: { code?: string }) => error.code ?? 'failed',
        ),
      );
    }
    if (this.#protect.seal !== undefined && ends[0] !== ends[1]) throw new Error(ends.join(' and '));
  }

  async act(name: string): Promise<void> {
    const t = secret();
    const thread = (cairn: Cairn, id: string) => cairn.thread(keeping, id);
    const rest = () => this.both((cairn, id) => thread(cairn, id).settled());
    if (name === 'renew') await this.both((cairn, id) => thread(cairn, id).send('renew', { t }));
    else if (name === 'echo') await this.both((cairn, id) => this.#echo(cairn, id));
    else if (name === 'told') await this.both((cairn, id) => thread(cairn, id).answer('quoted', 'yes'));
    else if (name === 'answer') await this.both((cairn, id) => thread(cairn, id).answer('sure', 'yes'));
    else if (name === 'set') await this.both((cairn, id) => thread(cairn, id).edit({ token: t, codes: [t] }));
    else if (name === 'edit') await this.both((cairn, id) => thread(cairn, id).edit({ token: `bad ${t}` }));
    else if (name === 'strict') await this.both((cairn, id) => thread(cairn, id).send('strict', `bad ${t}`));
    else if (name === 'queue') await this.both((cairn, id) => thread(cairn, id).send('renew', { t }, { queue: true }));
    else if (name === 'resume') await this.both((cairn, id) => thread(cairn, id).resume());
    else if (name === 'rewind') await this.both((cairn, id) => thread(cairn, id).rewind(-2));
    else if (name === 'prune') await this.both((cairn, id) => cairn.prune({ threads: [id], drop: 'history' }));
    else if (name === 'message') await this.#message(t);
    else if (name === 'restart') await this.#restart();
    else if (name === 'fork') await this.#fork(t);
    else if (name === 'cancel') {
      await this.both((cairn, id) => thread(cairn, id).edit({ token: t }));
      await this.both((cairn, id) => thread(cairn, id).cancel(`leaked ${t}`));
      await this.#fork(t);
    } else await this.both((cairn, id) => thread(cairn, id).send('work', { how: name, fresh: 'x' }));
    await rest();
  }

  /** Sends a thread what it holds, in JSON. */
  async #echo(cairn: Cairn, id: string): Promise<void> {
    const thread = cairn.thread(keeping, id);
    const { token } = (await thread.at()).state;
    await thread.send('echo', { body: JSON.stringify({ token }) });
  }

  /** What another process leaves, and nobody reads before it was written. */
  async #message(t: string): Promise<void> {
    for (const [index, store] of this.#stores.entries()) {
      const other = open({ store, graphs: [keeping], drive: false, ...(index === 0 && { protect }) });
      // A thread that is over takes nothing more.
      await other
        .thread(keeping, this.#id)
        .send('renew', { t }, { queue: true })
        .catch(() => undefined);
    }
  }

  async #fork(t: string): Promise<void> {
    const id = `T-${(count += 1)}`;
    await this.both((cairn, from) => cairn.thread(keeping, from).fork(-1, { id, set: { token: t } }));
    if ((await this.#stores[0].thread(id)) !== undefined) this.#id = id;
  }

  async #restart(): Promise<void> {
    this.#open = this.#opened();
  }

  async start(): Promise<void> {
    const token = secret();
    await this.both((cairn, id) => cairn.start(keeping, { token, cards: [{ id: 'a', number: token }] }, { id }));
    await this.both((cairn, id) => cairn.thread(keeping, id).settled());
  }

  /** The two states, and what was recorded of each of them. */
  async states(): Promise<readonly (readonly [unknown, unknown])[]> {
    const states: (readonly [unknown, unknown])[] = [];
    for (const cairn of this.#open) {
      const thread = cairn.thread(keeping, this.#id);
      const { why, ...state } = (await thread.at()).state as { why: readonly string[] };
      const history = await thread.history();
      states.push([
        { ...state, why: why.length },
        history.map(({ seq, cause, from, to, label }) => [seq, cause, from, to, label]),
      ]);
    }
    return states;
  }

  async close(): Promise<void> {
    await this.#open[0].close();
    await this.#open[1].close();
  }
}

test('what protected keys hold is nowhere in the file, whatever happens, and all else is as without protection', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...acts), { minLength: 3, maxLength: 14 }), async (list) => {
      const path = folder();
      const pair = new Pair([sqlite(join(path, 'sealed.db')), memory()]);
      await pair.start();
      for (const act of list) await pair.act(act);
      const [sealed, plain] = await pair.states();
      expect(sealed).toEqual(plain);
      await pair.close();
      for (const file of readdirSync(path)) expect(readFileSync(join(path, file), 'latin1')).not.toContain('SECRET');
    }),
    { numRuns: 25 },
  );
});

test('what is redacted is nowhere in the file, whatever happens', async () => {
  const here = acts.filter((act) => act !== 'queue' && act !== 'message');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...here), { minLength: 3, maxLength: 14 }), async (list) => {
      const path = folder();
      const pair = new Pair([sqlite(join(path, 'redacted.db')), memory()], { keys: protect.keys });
      await pair.start();
      for (const act of list) await pair.act(act);
      await pair.close();
      for (const file of readdirSync(path)) expect(readFileSync(join(path, file), 'latin1')).not.toContain('SECRET');
    }),
    { numRuns: 15 },
  );
});

test('a message that is refused, and what its sender is told of it, is sealed; the sender reads every word', async () => {
  const path = folder();
  const file = join(path, 'sealed.db');
  const worker = open({ store: sqlite(file), graphs: [keeping], protect });
  const working = worker.work();
  const web = open({ store: sqlite(file), graphs: [keeping], protect, drive: false });
  const thread = await web.start(keeping, { token: 'SECRET' }, { id: 't' });
  await thread.settled();
  await expect(thread.send('strict', 'bad SECRET')).rejects.toThrow('received "bad SECRET"');
  await expect(thread.edit({ token: 'bad SECRET' })).rejects.toThrow('"state.token"');
  await thread.send('renew', { t: 'SECRET two' });
  expect((await thread.at()).state['token']).toBe('SECRET two');
  await web.close();
  await worker.close();
  await working;
  for (const name of readdirSync(path)) expect(readFileSync(join(path, name), 'latin1')).not.toContain('SECRET');
});

test('what is exported holds nothing that is protected, and an imported thread goes on with the key', async () => {
  const from = memory();
  const here = open({ store: from, graphs: [keeping], protect });
  const thread = await here.start(keeping, { token: 'SECRET', cards: [{ id: 'SECRET', number: '1' }] }, { id: 't' });
  await thread.settled();
  await thread.send('renew', { t: 'SECRET two' });
  await thread.send('work', { how: 'refuse', fresh: '' });
  await thread.settled();
  await thread.send('work', { how: 'ask', fresh: '' });
  await thread.settled();
  const lines: string[] = [];
  for await (const line of exportThread(from, 't')) lines.push(line);
  expect(lines.join('\n')).not.toContain('SECRET');
  const to = memory();
  await importThread(to, lines);
  const there = open({ store: to, graphs: [keeping], protect });
  expect(await there.thread(keeping, 't').at()).toEqual(await thread.at());
  await there.thread(keeping, 't').answer('sure', 'yes');
  expect((await there.thread(keeping, 't').settled()).state.token).toBe('SECRET two');
  expect((await there.verify()).findings).toEqual([]);
});

test('a failure says in words that something is protected, live and read back, and to onError', async () => {
  const store = memory();
  const cairn = open({ store, graphs: [keeping], protect });
  const thread = await cairn.start(keeping, { token: 'SECRET' }, { id: 't' });
  await thread.settled();
  await thread.send('work', { how: 'throw', fresh: '' });
  expect((await thread.settled()).state.why).toEqual(['401 for [protected]']);
  const failures = (await thread.history()).flatMap(({ note }) => (note?.failure === undefined ? [] : [note.failure]));
  expect(failures).toMatchObject([{ cause: { message: 'header [protected]' } }, {}, {}]);
  await thread.send('work', { how: 'bad', fresh: '' });
  expect((await thread.settled()).state.why.at(-1)).toContain('"state.token" does not fit its schema: It was refused.');
});

test('what the cache keeps, for `verify` too, holds nothing that is protected, and serves other threads', async () => {
  const path = folder();
  let runs = 0;
  const caching = graph({
    name: 'caching',
    state: { token: z.string().optional(), tokens: append(z.string()) },
    start: 'make',
    nodes: {
      make: {
        run: () => ({ token: `SECRET ${(runs += 1)}`, tokens: ['SECRET'] }),
        cache: { key: () => 'one', ttl: '1h' },
        verify: ({ token }) => token === 'SECRET 1',
        next: 'end',
      },
      end: { final: true },
    },
  });
  const cairn = open({ store: sqlite(join(path, 'cached.db')), graphs: [caching], protect });
  for (const id of ['first', 'second']) {
    const thread = await cairn.start(caching, {}, { id });
    expect((await thread.ended()).state).toEqual({ token: 'SECRET 1', tokens: ['SECRET'] });
  }
  expect(runs).toBe(1);
  await cairn.close();
  for (const name of readdirSync(path)) expect(readFileSync(join(path, name), 'latin1')).not.toContain('SECRET');
});
