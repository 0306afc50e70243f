import { createHash } from 'node:crypto';
import { graph, memory, open } from '@cairn/core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { threadFile } from '../../src/file.ts';
import { linesOf } from '../../src/file/held-thread.ts';
import { seed } from '../seeded.ts';
import { at, fileOf, linesAbout, partsOf, whole } from './written.ts';

const store = memory();
const rounds = 2_500;

beforeAll(() => seed(store, { until: at, rounds }));

test('what is packed is the export, line for line, and when it was made', async () => {
  for (const { id } of (await store.threads({ limit: 100 })).threads) {
    const { held } = partsOf(await fileOf(store, id));
    expect(held.at).toBe(at);
    expect(await linesOf(held.text())).toEqual(await linesAbout(store, id));
  }
});

test('the page takes at most 512 KB, and 5,000 small checkpoints no more than 80 KB beside it', async () => {
  const file = await fileOf(store, 'long-walk');
  const { page } = partsOf(file);
  expect(page.length).toBeLessThanOrEqual(512 * 1024);
  expect(file.length - page.length).toBeLessThanOrEqual(80 * 1024);
});

test('it runs and shows what it was built with and nothing else, and may ask nobody', async () => {
  const { page } = partsOf(await fileOf(store, 'INC-40'));
  const sumOf = (text = ''): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const [style, ...styles] = [...page.matchAll(/<style>(?<text>[^]*?)<\/style>/gu)].map(({ groups }) => groups?.text);
  const [script, ...scripts] = [...page.matchAll(/<script>(?<text>[^]*?)<\/script>/gu)].map(
    ({ groups }) => groups?.text,
  );
  expect([styles, scripts]).toEqual([[], []]);
  expect(page).toContain(
    `content="default-src 'none'; script-src ${sumOf(script)}; style-src ${sumOf(style)}; base-uri 'none'; form-action 'none'"`,
  );
  expect(page.match(/<script|<\/script/giu)).toHaveLength(2);
  expect(page).not.toMatch(/<(?:link|img|iframe|base|object)\b/iu);
});

test('whatever a line has, the file is the page and letters of base64', async () => {
  const { page } = partsOf(await whole(threadFile([], { at })));
  const line = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '</script><script>alert(1)</script>',
      '<!--<script>',
      ']]>',
      '\u2028\u2029',
      '\u0000',
      '"__proto__"',
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line), async (texts) => {
      const lines = texts.map((text) => JSON.stringify({ text }));
      const file = await whole(threadFile(lines, { at }));
      expect(file).toMatch(/^[\n -~]*$/u);
      const parts = partsOf(file);
      expect(parts.page).toBe(page);
      expect(await linesOf(parts.held.text())).toEqual(lines);
    }),
    { numRuns: 25 },
  );
});

test('what protected keys hold is not in it, though the runtime has the key', async () => {
  const secrets = ['opensesame', 'abracadabra'];
  const safe = graph({
    name: 'safe',
    state: { token: z.string() },
    events: { renew: z.object({ token: z.string() }) },
    start: 'wait',
    nodes: {
      wait: { on: { renew: { to: 'work', update: (_, e) => ({ token: e.token }) } } },
      work: {
        run: async (s, ctx) => {
          await ctx.step('call', () => `called with ${s.token}`);
          throw new Error(`${s.token} is not known`);
        },
        next: 'end',
        onError: 'end',
      },
      end: { final: true },
    },
  });
  const turned = (text: string): string => Array.from(text, (letter) => letter.charCodeAt(0) + 7_000).join(' ');
  const turnedBack = (text: string): string =>
    String.fromCharCode(...text.split(' ').map((number) => Number(number) - 7_000));
  const cairn = open({
    store: memory(),
    graphs: [safe],
    protect: { keys: ['token'], seal: turned, open: turnedBack },
  });
  const thread = await cairn.start(safe, { token: secrets[0] ?? '' }, { id: 'S-1' });
  await thread.settled();
  await thread.send('renew', { token: secrets[1] ?? '' });
  await thread.ended();
  const file = await fileOf(cairn.store, 'S-1');
  const packed = (await linesOf(partsOf(file).held.text())).join('\n');
  expect(packed).toContain('token');
  for (const secret of secrets) expect([file.includes(secret), packed.includes(secret)]).toEqual([false, false]);
  await cairn.close();
});

test('lines that cannot be read end the writing with what is wrong', async () => {
  const broken = async function* (): AsyncGenerator<string> {
    yield 'one';
    throw new Error('the disk is gone');
  };
  await expect(whole(threadFile(broken()))).rejects.toThrow('the disk is gone');
});
