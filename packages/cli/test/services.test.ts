// The command gives activities the services that the module of their graph exports.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { cairn, graphs, jsonIn } from './cairn.ts';

const mailing = graphs('mailing.ts');

/** A module of a test, which has the graph of another. */
function moduleIn(place: string, name: string, text: string): string {
  writeFileSync(join(place, name), text);
  return join(place, name);
}

test('activities are given what the module exports as services, made by a function where it is one', async () => {
  const place = folder();
  const ended = await cairn(place, ['start', '-g', mailing, '--json', '--id', 'L-1', 'to=ada']);
  expect([ended.code, ended.stderr]).toEqual([0, expect.stringContaining('connected\n')]);
  expect(jsonIn(ended)).toMatchObject({ outcome: 'sent', state: { sent: ['to ada'] } });
});

test('services are made by whoever drives threads, and by nobody else', async () => {
  const place = folder();
  for (const args of [
    ['check', mailing],
    ['start', '-g', mailing, '--detach', '--id', 'L-1', 'to=ada'],
    ['replay', '--against', mailing],
  ]) {
    expect((await cairn(place, args)).stderr).not.toContain('connected');
  }
  expect((await cairn(place, ['resume', 'L-1', '-g', mailing])).stderr).toContain('connected');
});

test('a worker gives each graph what its module exports', async () => {
  const place = folder();
  await cairn(place, ['start', '-g', mailing, '--detach', '--id', 'L-1', 'to=ada']);
  const worked = await cairn(place, ['work', '-g', mailing, '-g', graphs('several.ts')], {
    onOutput: (written, kill) => written.includes('done') && kill('SIGTERM'),
  });
  expect(worked.stdout).toContain('L-1  done');
});

test('the work of whoever drives threads has around it what the module exports for that', async () => {
  const place = folder();
  const text = `export { letter, services } from ${JSON.stringify(mailing)};
export const around = { activity: ({ node }, next) => (console.error('around ' + node), next()) };`;
  moduleIn(place, 'm.ts', text);
  const ended = await cairn(place, ['start', '-g', 'm.ts', '--id', 'L-1', 'to=ada']);
  expect([ended.code, ended.stderr]).toEqual([0, expect.stringContaining('around send\n')]);
  await cairn(place, ['start', '-g', 'm.ts', '--detach', '--id', 'L-2', 'to=ada']);
  const worked = await cairn(place, ['work', '-g', 'm.ts'], {
    onOutput: (written, kill) => written.includes('done') && kill('SIGTERM'),
  });
  expect(worked.stderr.match(/around send/gu)).toHaveLength(1);
  moduleIn(place, 'm.ts', `export { letter, services } from ${JSON.stringify(mailing)};\nexport const around = 7;`);
  expect((await cairn(place, ['start', '-g', 'm.ts', 'to=ada'])).stderr).toContain('"around" is a list');
});

test.each([
  ['what throws', 'export const services = () => { throw new Error("no key") };', '"services" of "m.ts" threw: no key'],
  ['what is no object', 'export const services = 1;', '"services" of "m.ts" is no object with services by name'],
  ['what is missing', 'export const services = { mialer: 1 };', 'needs a service "mailer"'],
  ['nothing', '', 'Export it from the module of the graph, as "services"'],
])('%s is told by its name, and no thread is made', async (_, text, says) => {
  const place = folder();
  moduleIn(place, 'm.ts', `export { letter } from ${JSON.stringify(mailing)};\n${text}`);
  const { code, stderr } = await cairn(place, ['start', '-g', 'm.ts', '--id', 'L-1', 'to=ada']);
  expect(code).not.toBe(0);
  expect(stderr).toContain(says);
  expect((await cairn(place, ['thread', 'show', 'L-1'])).code).not.toBe(0);
});

test('two modules that give two services of one name are not worked on together', async () => {
  const place = folder();
  const other = moduleIn(
    place,
    'm.ts',
    `export { first } from ${JSON.stringify(graphs('several.ts'))};
export const services = { mailer: {} };`,
  );
  const { code, stderr } = await cairn(place, ['work', '--create', '-g', mailing, '-g', other]);
  expect(code).not.toBe(0);
  expect(stderr).toContain('give a service "mailer" each');
});
