import { diagram } from '@cairn/core';
import { graphSvg } from '@cairn/drawing';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { incident } from '../../../examples/incident/src/graph/incident.ts';

const file = join(import.meta.dirname, '../../../docs/pictures/incident.svg');

/** To draw it anew: UPDATE_PICTURES=1 pnpm unit packages/drawing/test/pictures.test.ts */
const isUpdate = process.env['UPDATE_PICTURES'] !== undefined;

test("the picture in the README is of today's graph", () => {
  const svg = graphSvg(diagram(incident));
  if (isUpdate) {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, svg);
  }
  expect(readFileSync(file, 'utf8')).toBe(svg);
});
