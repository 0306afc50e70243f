import type { Store } from '@cairn/core/store';

/** The same store, with some of its calls answered otherwise. A store may be an instance of a class: its calls are made on itself. */
export function storeWith<Of extends Store>(store: Of, others: Partial<Store>): Of {
  return new Proxy(store, {
    get(target, name) {
      if (Object.hasOwn(others, name)) return others[name as keyof Store];
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...given: readonly unknown[]): unknown => Reflect.apply(member, target, given);
    },
  });
}
