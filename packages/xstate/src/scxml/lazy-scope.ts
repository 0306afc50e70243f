import type { Expressions, Scope, Surroundings } from './scope.ts';

/** A scope that is made when something is evaluated: most steps of most machines need none. */
export function lazyScope(begin: Expressions['begin'], surroundings: Surroundings): Scope {
  let made: Scope | undefined;
  let heard: Parameters<Scope['hear']>[0] | undefined;
  const scope = (): Scope => {
    if (made === undefined) {
      made = begin(surroundings);
      if (heard !== undefined) made.hear(heard);
    }
    return made;
  };
  return {
    test: (expr) => scope().test(expr),
    evaluate: (expr) => scope().evaluate(expr),
    assign: (location, value) => scope().assign(location, value),
    declare: (name, value) => scope().declare(name, value),
    run: (script) => scope().run(script),
    hear: (event) => {
      heard = event;
      made?.hear(event);
    },
    data: () => made?.data() ?? surroundings.data,
  };
}
