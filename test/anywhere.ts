import type { Store } from '@cairn/core/store';
import { memory } from '../packages/core/src/store/memory/memory.ts';

/** A store that does not tell where it keeps things: what is made with it is written into whichever store commits it. */
export function anywhere(): Store {
  return new Proxy(memory(), {
    get(target, name) {
      const member: unknown = name === 'place' ? undefined : Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
