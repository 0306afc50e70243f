/** Graphs as drawings: where all is, and SVG. */
export { folded } from './graph/folded.ts';
export { layoutOf, type Layout } from './graph/layout.ts';
export { pathOf } from './graph/path.ts';
export type { PlacedNode, Route } from './graph/placed.ts';
export type { Box, Point } from './graph/shape.ts';
export { drawnText, textWidth, type TextKind } from './graph/text.ts';
export { edgeLabel, edgeWords, labelHeight, labelWidth } from './graph/shape.ts';
export { graphSvg, type SvgOptions } from './graph/svg.ts';
export type { Theme } from './graph/style.ts';
