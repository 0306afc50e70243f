import { graph } from '@cairn/core';
import { z } from 'zod';

/** What a machine of two parts and a history is in, as its node has it drawn. */
export const player = graph({
  name: 'player',
  state: { at: z.unknown(), went: z.unknown() },
  events: { be: z.tuple([z.unknown(), z.unknown()]) },
  start: 'machine',
  nodes: {
    machine: {
      on: { be: { update: (_s, [at, went]) => ({ at, went }) } },
      next: [{ when: (s) => s.at === 'over', to: 'end' }],
      drawing: {
        nodes: [
          { id: 'playing', name: 'playing', kind: 'parallel', start: true },
          { id: 'playing.side', name: 'side', kind: 'compound', parent: 'playing' },
          { id: 'playing.side.one', name: 'one', kind: 'atomic', parent: 'playing.side', start: true },
          { id: 'playing.side.two', name: 'two', kind: 'atomic', parent: 'playing.side' },
          { id: 'playing.sound', name: 'sound', kind: 'compound', parent: 'playing' },
          { id: 'playing.sound.on', name: 'on', kind: 'atomic', parent: 'playing.sound', start: true },
          { id: 'playing.sound.off', name: 'off', kind: 'atomic', parent: 'playing.sound' },
          { id: 'playing.before', name: 'before', kind: 'history', parent: 'playing', deep: true, label: 'before*' },
          { id: 'stopped', name: 'stopped', kind: 'atomic' },
        ],
        edges: [
          { id: 'turn', from: 'playing.side.one', to: 'playing.side.two', kind: 'event', label: 'TURN' },
          { id: 'mute', from: 'playing.sound.on', to: 'playing.sound.off', kind: 'event', label: 'MUTE' },
          { id: 'stop', from: 'playing', to: 'stopped', kind: 'event', label: 'STOP' },
          { id: 'play', from: 'stopped', to: 'playing.before', kind: 'event', label: 'PLAY' },
          { id: 'first', from: 'playing.before', to: 'playing.side.two', kind: 'next', label: 'at first' },
        ],
        active: { key: 'at' },
        went: { key: 'went' },
      },
    },
    end: { final: true },
  },
});
