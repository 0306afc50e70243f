import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { namedModules } from './named-modules.ts';
import { readPage } from './pages.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(root, 'test/docs/.configuration-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the module of the guide makes a graph of its document, which the command finds sound', () => {
  const page = readPage('docs/configuration.md');
  const document = /^```yaml\n(?<text>[\s\S]*?)^```$/mu.exec(page)?.groups?.['text'];
  writeFileSync(join(folder, 'refund.yaml'), document ?? '');
  for (const [name, text] of namedModules(page)) writeFileSync(join(folder, name), text);
  const command = join(root, 'packages/cli/src/cairn.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'check', 'flow.ts'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '✓ refund  flow.ts\n', stderr: '' });
});
