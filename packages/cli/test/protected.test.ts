import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { cairn, graphs } from './cairn.ts';

test('a module exports how keys are protected: the command seals and opens them, and says what is missing without', async () => {
  const place = folder();
  const named = ['-g', graphs('sealing.ts')];
  const started = await cairn(place, ['start', ...named, '--id', 'S-1', 'token=opensesame']);
  expect(started.code).toBe(4);
  const shown = await cairn(place, ['thread', 'show', 'S-1']);
  expect([shown.code, shown.stdout.includes('opensesame')]).toEqual([0, false]);
  expect(readFileSync(join(place, 'cairn.db')).includes('opensesame')).toBe(false);
  const refused = await cairn(place, ['send', 'S-1', 'renew', 'token=a', ...named], { env: { SEALED: 'no' } });
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('"protect" was not given')]);
  const sent = await cairn(place, ['send', 'S-1', 'renew', 'token=abracadabra', ...named]);
  expect([sent.code, sent.stderr]).toEqual([0, '']);
});

test('a thread with protected keys is replayed, and made a test of that takes how they were sealed', async () => {
  const place = folder();
  const named = ['-g', graphs('sealing.ts')];
  await cairn(place, ['start', ...named, '--id', 'S-1', 'token=opensesame']);
  await cairn(place, ['send', 'S-1', 'renew', 'token=abracadabra', ...named]);
  expect(await cairn(place, ['replay', '--against', graphs('sealing.ts')])).toMatchObject({ code: 0 });
  const made = await cairn(place, ['test', 'record', 'S-1', ...named]);
  expect([made.code, made.stderr]).toEqual([0, '']);
  const written = readFileSync(join(place, 'test', 'threads', 'S-1.test.ts'), 'utf8');
  expect(written).toContain('import { sealing, protect } from');
  expect(written).toContain('sealing, { protect });');
});

test('a test is written for what runs the tests of the project, in whatever folder of it', async () => {
  const place = folder();
  writeFileSync(join(place, 'package.json'), JSON.stringify({ devDependencies: { vitest: '^5.0.0' } }));
  const within = join(place, 'packages', 'web');
  mkdirSync(within, { recursive: true });
  writeFileSync(join(within, 'package.json'), JSON.stringify({ name: 'web' }));
  const named = ['-g', graphs('sealing.ts')];
  await cairn(within, ['start', ...named, '--id', 'S-1', 'token=opensesame']);
  await cairn(within, ['test', 'record', 'S-1', ...named]);
  const written = readFileSync(join(within, 'test', 'threads', 'S-1.test.ts'), 'utf8');
  expect(written).toContain("import { test } from 'vitest';");
});
