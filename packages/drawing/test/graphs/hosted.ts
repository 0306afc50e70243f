import { graph } from '@cairn/core';
import { z } from 'zod';

/** States by their paths; an exclamation mark says that what holds one starts there. */
function statesAt(paths: readonly string[]) {
  return paths.map((path) => {
    const id = path.replace('!', '');
    const at = id.lastIndexOf('.');
    const within = { ...(at > 0 && { parent: id.slice(0, at) }), ...(path.endsWith('!') && { start: true as const }) };
    return { id, name: id.slice(at + 1), kind: 'atomic', ...within } as const;
  });
}

const machine = {
  nodes: statesAt([
    'work!',
    'work.text!',
    'work.text.draft!',
    'work.text.review',
    'work.text.review.first!',
    'work.text.review.second',
    'work.text.review.before',
    'work.text.approved',
    'work.sound',
    'work.sound.off!',
    'work.sound.on',
    'paying',
    'paused',
    'left',
  ]),
  edges: [
    { from: 'work.text.draft', to: 'work.text.draft', kind: 'event', label: 'EDIT' },
    { from: 'work.text.draft', to: 'work.text.review', kind: 'event', label: 'SUBMIT [has items]' },
    { from: 'work.text.review', to: 'work.text.draft', kind: 'event', label: 'REJECT' },
    { from: 'work.text.review', to: 'work.text.approved', kind: 'next', label: 'done' },
    { from: 'work.text', to: 'work.text.review.before', kind: 'event', label: 'RESUME' },
    { from: 'work.text.review.first', to: 'work.text.review.second', kind: 'event', label: 'NEXT' },
    { from: 'work.sound.off', to: 'work.sound.on', kind: 'event', label: 'TOGGLE' },
    { from: 'work.sound.on', to: 'work.sound.off', kind: 'event', label: 'TOGGLE' },
    { from: 'work', to: 'paying', kind: 'next', label: 'done' },
    { from: 'work', to: 'left', kind: 'timer', label: '1d' },
    { from: 'work', to: 'paused', kind: 'event', label: 'PAUSE' },
    { from: 'paused', to: 'work', kind: 'event', label: 'CONTINUE' },
    { from: 'work.sound.on', to: 'paused', kind: 'event', label: 'QUIET' },
    { from: 'paying', to: 'work.text.review.second', kind: 'error' },
  ],
  active: { key: 'at' },
} as const;

/** A machine that a node hosts, with boxes higher than what stands beside them, and lines into and out of its states. */
export const hosted = graph({
  name: 'hosted',
  state: { at: z.unknown() },
  events: { leave: z.undefined() },
  start: 'till',
  nodes: { till: { on: { leave: 'end' }, drawing: machine }, end: { final: true } },
});
