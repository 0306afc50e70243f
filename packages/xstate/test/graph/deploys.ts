import { join } from 'node:path';
import { open, type AnyGraph } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import type { AnyStateMachine } from 'xstate';
import { onTestFinished } from 'vitest';
import { folder } from '../../../../test/folder.ts';
import type { fromXState } from '../../src/index.ts';

/** A database whose threads are taken from one process to the next. */
export class Deploys {
  readonly clock = virtualClock(Date.UTC(2026, 0, 1));
  readonly #path = join(folder(), 'app.db');
  #close: () => Promise<void> = async () => undefined;

  constructor() {
    onTestFinished(() => this.#close());
  }

  async deploy(hosted: unknown) {
    await this.#close();
    const store = sqlite(this.#path);
    const cairn = open({ store, graphs: [hosted as AnyGraph], clock: this.clock });
    this.#close = async () => {
      this.#close = async () => undefined;
      await cairn.close();
    };
    const graphOf = hosted as ReturnType<typeof fromXState<'desk', AnyStateMachine>>;
    return { cairn, store, graph: graphOf, thread: cairn.thread(graphOf, 't') };
  }
}
