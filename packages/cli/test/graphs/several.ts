import { graph } from '@cairn/core';

export const first = graph({ name: 'first', state: {}, start: 'end', nodes: { end: { final: true } } });
export const second = graph({ name: 'second', state: {}, start: 'end', nodes: { end: { final: true } } });
export const other = 'no graph';
