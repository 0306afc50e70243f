import { readFileSync } from 'node:fs';
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
