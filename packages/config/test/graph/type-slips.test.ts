import { describe, expect, test } from 'vitest';
import { checkConfig, registry } from '../../src/index.ts';

function told(type: string): readonly string[] {
  const text = `name: d
state: { k: ${type} }
start: z
nodes: { z: { final: true } }
`;
  return checkConfig(text, registry({})).map(({ message }) => message);
}

describe('a type that is written as another language does', () => {
  test.each([
    ['int', 'integer'],
    ['Float', 'number'],
    ['bool', 'boolean'],
    ['varchar', 'string'],
    ['datetime', 'date'],
    ['jsonb', 'any'],
    ['int64', 'bigint'],
    ['array', 'list of any'],
    ['dict', 'record of any'],
    ['"string[]"', 'list of string'],
    ['"string[][]"', 'list of list of string'],
    ['Array<int>', 'list of integer'],
    ['list<string>', 'list of string'],
    ['"list[str]"', 'list of string'],
    ['Set<string>', 'list of string'],
    ['array of float', 'list of number'],
    ['"Record<string, number>"', 'record of number'],
    ['"dict[str, list[int]]"', 'record of list of integer'],
    ['map of bool', 'record of boolean'],
    ['optional string', 'string?'],
    ['"Optional[str]"', 'string?'],
    ['string | null', 'string?'],
    ['undefined | int', 'integer?'],
    ['"string[] | null"', 'list of string?'],
  ])('%s is told as "%s", which can be written', (written, instead) => {
    expect(told(written)).toEqual([expect.stringContaining(`It is written "${instead}".`)]);
    expect(told(instead)).toEqual([]);
  });

  test.each([
    ['"[good, damaged]"', '[good, damaged]'],
    ['"[good, damaged]?"', '{ type: enum, of: [good, damaged], optional: true }'],
    [`"'good' | 'damaged'"`, '[good, damaged]'],
    ['integer = 0', '{ type: integer, default: 0 }'],
    ['"string[] = []"', '{ type: list of string, default: [] }'],
    ['float = 1.5', '{ type: number, default: 1.5 }'],
  ])('%s is told as %s, which can be written', (written, instead) => {
    expect(told(written)).toEqual([expect.stringContaining(`It is written ${instead}, without quotes around it.`)]);
    expect(told(instead)).toEqual([]);
  });

  test.each([
    ['{ type: array, of: string }', 'list'],
    ['{ type: struct, fields: { a: string } }', 'object'],
    ['{ type: choice, of: [a, b] }', 'enum'],
  ])('%s is told to be of type "%s"', (written, instead) => {
    expect(told(written)[0]).toContain(`It is written "${instead}".`);
    expect(told(written.replace(/type: \w+/u, `type: ${instead}`))).toEqual([]);
  });

  test.each(['money', 'string | number', '[]', 'x = 1', '=', '?', '| null', 'Optional[]', 'list of', 'a[b'])(
    '%s is none, and is told as unknown',
    (written) => {
      const found = told(JSON.stringify(written));
      expect(found).toHaveLength(1);
      expect(found[0]).toContain('There is no type');
      expect(found[0]).not.toContain('It is written "money');
    },
  );
});
