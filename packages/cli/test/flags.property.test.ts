import { buildApplication, buildCommand, run, type Command } from '@stricli/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import type { Context } from '../src/context.ts';
import { scanner } from '../src/line/application.ts';
import { commandTable } from '../src/line/command-table.ts';
import { flagName } from '../src/line/flag-name.ts';
import { plainArguments, type DeclaredFlags } from '../src/line/plain-arguments.ts';
import { cairn, graphs } from './cairn.ts';

const order = graphs('order.ts');

interface Heard {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly words: readonly string[];
}

/** What a command would be told, whatever it is about; a sentence where its line is refused. */
async function heard({ parameters }: Command<Context>, args: readonly string[]): Promise<Heard | string> {
  let told: Heard | undefined;
  let refused = '';
  const command = buildCommand<Readonly<Record<string, unknown>>, string[], Context>({
    docs: { brief: '' },
    parameters: {
      ...(parameters as object),
      positional: { kind: 'array', parameter: { parse: String, brief: '', placeholder: 'word' } },
    } as never,
    func(flags, ...words) {
      told = { flags, words };
    },
  });
  try {
    const plain = plainArguments(args, parameters);
    const stream = { write: (text: string) => (refused += text) };
    const context = { process: { stdout: stream, stderr: stream } } as unknown as Context;
    await run(buildApplication(command, { name: 'cairn', scanner }), plain, context);
  } catch (error) {
    refused = (error as Error).message;
  }
  return told ?? refused;
}

/** What is wrong with what a command was told of a flag; of a switch the next word is one of its own. */
function wrongIn(
  told: Heard | string,
  {
    value,
    key,
    words,
  }: { readonly value: string; readonly key: string; readonly words: readonly string[] | undefined },
): string {
  if (typeof told === 'string') return told === '' ? 'refused without a word' : '';
  if (words === undefined) return '';
  if (told.words.join('\0') !== words.join('\0')) return `the words are ${JSON.stringify(told.words)}`;
  const [got] = [told.flags[key]].flat();
  if (typeof got === 'boolean') return value === '' ? 'an empty switch was taken' : '';
  // A name with a value is a pair.
  const text = Array.isArray(got) ? got.join('=') : got;
  const isSame = value !== '' && (typeof got === 'number' ? got === Number(value) : text === value);
  return isSame ? '' : `the value is ${JSON.stringify(got)}`;
}

const awkward = fc.oneof(
  fc.constantFrom(
    '',
    '\n',
    'evt_1\n',
    '\nx',
    'a\nb',
    '\r',
    'a\u2028b',
    ' ',
    '-',
    '--',
    '---',
    '-5',
    '=',
    'a=b',
    '--id=x',
  ),
  fc.constantFrom(
    '--json',
    '--nothing',
    '-g',
    '-x=',
    '{\n"a": 1\n}',
    '- a list',
    '--- a rule',
    'null',
    '0',
    '@',
    'wait',
  ),
  fc.string(),
);

describe.each(Object.entries(commandTable))('cairn %s', (_, { load }) => {
  test('hears each flag with its value, or refuses it, and takes none for anything else', async () => {
    const { command } = await load();
    const { flags = {}, aliases = {} } = command.parameters as DeclaredFlags;
    const names = [
      ...Object.keys(flags).map((key) => [flagName(key), key] as const),
      ...Object.entries(aliases).map(([letter, key]) => [`-${letter}`, key] as const),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        awkward,
        fc.boolean(),
        fc.array(fc.constantFrom('O-1', 'by=ada', '-5', '-', '- a list', '')),
        async ([name, key], value, isJoined, words) => {
          const at = Math.floor(words.length / 2);
          const flag = isJoined ? [`${name}=${value}`] : [name, value];
          const told = await heard(command, [...words.slice(0, at), ...flag, ...words.slice(at)]);
          expect(
            wrongIn(told, { value, key, words: flags[key]?.kind === 'boolean' && !isJoined ? undefined : words }),
          ).toBe('');
        },
      ),
    );
  });

  test.each(['--nothing', '--nothing=', '--nothing=x', '--nothing=\n', '-q', '-q=', '-q5', '--q', '--1=x', '--é='])(
    'refuses what is no flag: %j',
    async (flag) => {
      const { command } = await load();
      expect(await heard(command, ['O-1', flag])).toContain(`There is no flag "${flag.replace(/=[^]*/u, '')}"`);
      expect(await heard(command, ['O-1', '--', flag])).toEqual({ flags: expect.anything(), words: ['O-1', flag] });
    },
  );
});

test('texts of many lines are values like any other', async () => {
  const { command } = (await commandTable['cancel']?.load()) ?? {};
  for (const value of ['two\nlines', '--id=x\n', '\n--json', '{\n}']) {
    expect(await heard(command as Command<Context>, ['O-1', `--reason=${value}`])).toMatchObject({
      flags: { reason: value },
      words: ['O-1'],
    });
  }
});

test('an empty id is refused, in JSON where that is asked for', async () => {
  const { code, stdout, stderr } = await cairn(folder(), ['send', 'O-2', 'ship', '--id=', '--json=true', '-g', order]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(JSON.parse(stderr)).toEqual({
    problem: { message: '--id is empty. Give it a value, or leave it out.', exitCode: 2 },
  });
});

test('a blank is no number', async () => {
  const { command } = (await commandTable['prune']?.load()) ?? {};
  for (const value of [' ', '\n', '0x10', '1e3', '-1', '2.0']) {
    expect(await heard(command as Command<Context>, [`--keep=${value}`])).toContain('is not a whole number');
  }
});
