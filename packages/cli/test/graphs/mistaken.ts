import { graphFrom } from '../../../core/src/definition/graph.ts';

export const mistaken = graphFrom({ name: 'mistaken', state: {}, start: 'a', nodes: { a: { next: 'b' } } });
