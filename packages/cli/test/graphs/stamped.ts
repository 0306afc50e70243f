import { graph, reduce } from '@cairn/core';
import { z } from 'zod';

/** When something was done, and by whom. */
class Stamp {
  readonly by: string;

  constructor(by: string) {
    this.by = by;
  }
}

const ofStamp = {
  name: 'stamp',
  class: Stamp,
  encode: ({ by }: Stamp) => by,
  decode: (by: unknown) => new Stamp(String(by)),
};

/** The classes of all graphs of this module. */
export const codecs = [ofStamp];

export const plain = graph({ name: 'plain', state: {}, start: 'end', nodes: { end: { final: true } } });

/** Beside it, one that starts with an instance of a class. */
export const stamped = graph({
  name: 'stamped',
  state: {
    last: reduce({ schema: z.instanceof(Stamp), initial: new Stamp('nobody'), apply: (_last, stamp) => stamp }),
  },
  start: 'end',
  nodes: { end: { final: true } },
});

/** One that stores a class of the same name in another way. */
export const odd = graph({
  name: 'odd',
  state: {},
  codecs: [{ ...ofStamp, decode: () => new Stamp('somebody') }],
  start: 'end',
  nodes: { end: { final: true } },
});
