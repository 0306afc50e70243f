import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { Mistakes } from '../../src/document/mistakes.ts';
import { readDocument } from '../../src/document/read-document.ts';
import { checkShape } from '../../src/shape/check-shape.ts';
import { schema } from '../../src/shape/schema.ts';
import { refundText } from '../refund.ts';
import { wide } from './wide.ts';

const published = JSON.parse(readFileSync(new URL('../../schema.json', import.meta.url), 'utf8')) as object;
const isValid = new Ajv2020({ strict: false }).compile(published);

/** Whether a document has the shape that is asked for, as this package finds. */
function fits(text: string): boolean {
  const mistakes = new Mistakes(text);
  const piece = readDocument(text, mistakes);
  if (piece !== undefined) checkShape(schema, piece, mistakes);
  return !mistakes.any;
}

describe('the JSON Schema that is published', () => {
  test('is what documents are checked by; scripts/config-schema.ts writes it', () => {
    expect(published).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  test('takes what the package takes', () => {
    expect(fits(wide)).toBe(true);
    expect(isValid(parse(wide))).toBe(true);
    expect(fits(refundText)).toBe(true);
  });
});
