import {
  append,
  graph,
  memory,
  merge,
  open,
  reduce,
  sum,
  union,
  upsert,
  type Cairn,
  type Protection,
} from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkpointAt, historyOf } from '../../packages/core/src/time/read/history.ts';
import { folder } from '../folder.ts';

const key = randomBytes(32);

/** AES-GCM, as the guide has it. */
const encryption: Protection = {
  keys: ['token', 'tokens', 'vault', 'cards', 'codes', 'best', 'count', 'inner'],
  seal(text) {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
  },
  open(sealed) {
    const bytes = Buffer.from(sealed, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
  },
};

const keeping = graph({
  name: 'keeping',
  state: {
    name: z.string(),
    token: z.unknown().optional(),
    tokens: append(z.string()),
    vault: merge(z.string()),
    cards: upsert(z.object({ id: z.string(), number: z.string() }), 'id'),
    codes: union(z.string()),
    best: reduce({ schema: z.string(), initial: '', apply: (best, next: string) => (next > best ? next : best) }),
    count: sum(),
    lines: append(z.string()),
    items: z.array(z.string()).default(['one', 'two']),
    item: z.string().optional(),
  },
  events: { login: z.object({ token: z.string(), by: z.string() }), token: z.string(), stop: z.object({}).optional() },
  start: 'fill',
  nodes: {
    fill: {
      run: async (s, ctx) => {
        const stepped = await ctx.step('token', () => `${String(s.token)}-stepped`);
        const asked = await ctx.ask('inner', { payload: { token: s.token }, answer: z.string() });
        return {
          tokens: [stepped, asked],
          vault: { here: `${stepped}-vault` },
          cards: [{ id: '1', number: `${stepped}-card` }],
          codes: [`${stepped}-code`],
          best: `${stepped}-best`,
          count: 3,
        };
      },
      next: 'fan',
    },
    fan: { next: { each: (s) => s.items.map((item) => ({ item })), to: 'lane', then: 'hold' } },
    lane: { run: (s) => ({ tokens: [`${String(s.token)}-${s.item}`], lines: [`line of ${s.item}`] }), next: 'hold' },
    hold: {
      on: {
        login: { to: 'hold', update: (_s, e) => ({ token: e.token, lines: [`login by ${e.by}`] }) },
        token: { to: 'hold', update: (_s, token) => ({ token, tokens: [token] }) },
        stop: 'end',
      },
    },
    end: { final: true },
  },
});

async function drive(cairn: Cairn, secret: string, between?: () => Promise<Cairn>): Promise<unknown> {
  let at = cairn;
  await at.start(keeping, { name: 'n', token: `${secret}-start` }, { id: 't' });
  await at.thread(keeping, 't').settled();
  at = (await between?.()) ?? at;
  await at.thread(keeping, 't').answer('inner', `${secret}-answer`);
  await at.thread(keeping, 't').settled();
  at = (await between?.()) ?? at;
  await at.thread(keeping, 't').send('login', { token: `${secret}-login`, by: 'ada' });
  await at.thread(keeping, 't').send('token', `${secret}-${'long'.repeat(30)}`);
  await at.prune({ threads: ['t'], drop: 'history' });
  await at.thread(keeping, 't').send('stop');
  return (await at.thread(keeping, 't').ended()).state;
}

test('nothing of what is protected can be found in the file, and everything comes back after each restart', async () => {
  const path = join(folder(), 'sealed.db');
  const clock = virtualClock();
  const plain = open({ store: memory(), graphs: [keeping], clock });
  const expected = await drive(plain, 'SECRET');
  let cairn = open({ store: sqlite(path), graphs: [keeping], clock, protect: encryption });
  const again = async (): Promise<Cairn> => {
    await cairn.close();
    cairn = open({ store: sqlite(path), graphs: [keeping], clock, protect: encryption });
    return cairn;
  };
  expect(await drive(cairn, 'SECRET', again)).toEqual(expected);
  expect(await cairn.verify()).toMatchObject({ findings: [], damage: [] });
  await cairn.close();
  const bytes = readFileSync(path, 'latin1');
  expect(bytes).not.toContain('SECRET');
  expect(bytes).toContain('login by ada');
});

test('big protected values are kept apart, and neither they nor their hashes can be read', async () => {
  const path = join(folder(), 'sealed.db');
  const cairn = open({ store: sqlite(path), graphs: [keeping], protect: encryption });
  const big = 'SECRET '.repeat(5_000);
  const thread = await cairn.start(keeping, { name: 'n', token: big }, { id: 't' });
  expect((await thread.settled()).state.token).toBe(big);
  expect((await thread.at()).state['token']).toBe(big);
  await cairn.start(keeping, { name: 'n', token: big }, { id: 't' });
  await expect(cairn.start(keeping, { name: 'n', token: 'x' }, { id: 't' })).rejects.toMatchObject({
    code: 'thread/exists',
  });
  await cairn.close();
  expect(readFileSync(path, 'latin1')).not.toContain('SECRET');
});

test('without the key, tools show what is protected as sealed, and all the rest as it is', async () => {
  const store = memory();
  const cairn = open({ store, graphs: [keeping], protect: encryption });
  await cairn.start(keeping, { name: 'n', token: 'SECRET' }, { id: 't' });
  await cairn.thread(keeping, 't').settled();
  await cairn.thread(keeping, 't').answer('inner', 'SECRET');
  await cairn.thread(keeping, 't').settled();
  const { head } = (await store.thread('t')) ?? { head: 0 };
  for (let seq = 1; seq <= head; seq += 1) {
    const { state } = await checkpointAt(store, 't', seq);
    expect(state['token']).toMatchObject({ name: 'cairn/sealed' });
    expect(state['name']).toBe('n');
  }
  expect((await checkpointAt(store, 't')).state['lines']).toEqual(['line of one', 'line of two']);
  expect((await historyOf(store, 't')).length).toBe(head);
  await expect(
    open({ store, graphs: [keeping] })
      .thread(keeping, 't')
      .settled(),
  ).rejects.toMatchObject({
    code: 'value/unreadable',
  });
  await cairn.close();
});

test('what is redacted is not stored at all, and comes back as a marker', async () => {
  const path = join(folder(), 'redacted.db');
  const protect = { keys: ['token', 'tokens', 'vault', 'cards', 'codes', 'best', 'inner'] };
  let cairn = open({ store: sqlite(path), graphs: [keeping], protect });
  await cairn.start(keeping, { name: 'n', token: 'SECRET' }, { id: 't' });
  await cairn.thread(keeping, 't').settled();
  await cairn.close();
  expect(readFileSync(path, 'latin1')).not.toContain('SECRET');
  cairn = open({ store: sqlite(path), graphs: [keeping], protect });
  expect((await cairn.thread(keeping, 't').settled()).state.token).toBe('[redacted]');
  await cairn.close();
});

/** A store that keeps every text that it is given. */
function overheard(store: Store): { store: Store; heard: string[] } {
  const heard: string[] = [];
  const spy = new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        heard.push(JSON.stringify(given));
        return Reflect.apply(member, target, given) as unknown;
      };
    },
  });
  return { store: spy, heard };
}

test('whatever a protected key holds, the store hears nothing of it, and it comes back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.anything({ withDate: true, withMap: true, withSet: true, withBigInt: true }),
      async (anything) => {
        const { store, heard } = overheard(memory());
        const secret = { mark: 'SECRET', big: 'SECRET'.repeat(4_000), $odd: ['SECRET'], anything };
        const cairn = open({ store, graphs: [keeping], protect: encryption, clock: virtualClock() });
        try {
          await cairn.start(keeping, { name: 'n', token: secret }, { id: 't' });
        } catch {
          // A value that no state may hold.
          return;
        }
        await cairn.thread(keeping, 't').settled();
        const { token } = (await cairn.thread(keeping, 't').at()).state;
        const again = open({ store: memory(), graphs: [keeping], clock: virtualClock() });
        const plain = await again.start(keeping, { name: 'n', token: secret }, { id: 't' });
        expect(token).toEqual((await plain.settled()).state.token);
        expect(heard.filter((text) => text.includes('SECRET'))).toEqual([]);
      },
    ),
    { numRuns: 40 },
  );
});
