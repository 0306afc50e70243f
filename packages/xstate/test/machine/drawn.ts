import type { MachineData, StateConfig, TransitionConfig } from '../../src/machine/state-config.ts';

/** A way from one node to another, as a machine has it. */
export interface DrawnWay {
  /** The id of the node whose state the transition is in; empty for the whole machine. */
  readonly from: string;
  /** The id of the node that is come to, that of the own node where the state stays. */
  readonly to: string;
  readonly by: 'on' | 'after' | 'always' | 'onDone' | 'done' | 'error' | 'lane';
  readonly event?: string;
  /** Whether it has no target. */
  readonly stays: boolean;
}

/** All ways of a machine that is looked at, read from nothing but its configuration. */
export function drawnWays(config: MachineData): readonly DrawnWay[] {
  return new Drawing(config).ways;
}

class Drawing {
  readonly ways: DrawnWay[] = [];
  readonly #config: MachineData;

  constructor(config: MachineData) {
    this.#config = config;
    this.#read(config, []);
  }

  #read(state: StateConfig, path: readonly string[]): void {
    const from = this.#nodeAt(path);
    const add = (by: DrawnWay['by'], all: readonly TransitionConfig[] = [], event?: string): void => {
      for (const { target } of all) {
        const stays = target === undefined;
        this.ways.push({
          from,
          to: stays ? from : this.#nodeOf(target),
          by,
          stays,
          ...(event !== undefined && { event }),
        });
      }
    };
    for (const [event, all] of Object.entries(state.on ?? {})) add('on', all, event);
    for (const [event, all] of Object.entries(state.after ?? {})) add('after', all, event);
    // That a lane begins is no way of its own.
    if (path.at(-1) !== 'not begun') add('always', state.always);
    add('onDone', state.onDone);
    add('done', state.invoke?.onDone);
    add('error', state.invoke?.onError);
    for (const [name, inner] of Object.entries(state.states ?? {})) {
      if (state.type === 'parallel')
        this.ways.push({ from, to: this.#nodeAt([...path, name, name]), by: 'lane', stays: false });
      this.#read(inner, [...path, name]);
    }
  }

  #stateAt(path: readonly string[]): StateConfig {
    let state: StateConfig = this.#config;
    for (const name of path) {
      const inner: StateConfig | undefined = state.states?.[name];
      if (inner === undefined) throw new Error(`There is no state ${path.join('.')}.`);
      state = inner;
    }
    return state;
  }

  /** The id of the innermost node whose state is at a path or around it. */
  #nodeAt(path: readonly string[]): string {
    for (let end = path.length; end > 0; end -= 1) {
      const { meta } = this.#stateAt(path.slice(0, end));
      if (meta !== undefined) return String(meta['node']);
    }
    return '';
  }

  /** The id of the node that a target is; where a lane has met the others, of the node where they meet. */
  #nodeOf(target: string): string {
    const [root, ...path] = target.split('.');
    if (root !== `#${this.#config.id}`) throw new Error(`The target ${target} is in no state of the machine.`);
    if (path.at(-1) !== 'has met') return this.#nodeAt(path);
    const [met] = this.#stateAt(path.slice(0, -2)).onDone ?? [];
    return this.#nodeOf(met?.target ?? '');
  }
}
