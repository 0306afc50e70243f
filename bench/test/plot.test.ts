import { expect, test } from 'vitest';
import { svgPlot } from '../src/plot.ts';

test('a level cost is drawn as a level line', () => {
  const points = [
    [1, 10],
    [1_000, 10],
  ] as const;
  const svg = svgPlot({ title: 'a < b', x: 'size', y: 'µs', series: [{ name: 'one', colour: '#000', points }] });
  const [, path = ''] = /points="([^"]+)"/u.exec(svg) ?? [];
  const heights = path.split(' ').map((point) => point.split(',')[1]);
  expect(heights[0]).toBe(heights[1]);
  expect(svg).toContain('a &lt; b');
});
