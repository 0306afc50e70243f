import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import { createActor, SimulatedClock } from 'xstate';
import { expect, test } from 'vitest';
import type { MachineEvent } from '../../src/engine/engine.ts';
import { comparable } from '../engine/pair.ts';
import { Lives } from './lives.ts';
import { elevator, light, player } from './stories/moving.ts';
import { auction, checkout, fulfilment } from './stories/selling.ts';
import type { Story } from './stories/story.ts';
import { chat, fetching, form, onboarding } from './stories/typing.ts';

/** The story as XState itself tells it. */
class Original {
  readonly noted: string[] = [];
  readonly emitted: MachineEvent[] = [];
  readonly #clock = new SimulatedClock();
  readonly #actor;

  constructor({ machine, input }: Story) {
    const actor = createActor(
      machine((text) => this.noted.push(text)),
      { input, clock: this.#clock } as never,
    );
    actor.on('*', (event) => this.emitted.push(event as unknown as MachineEvent));
    this.#actor = actor;
  }

  async start(): Promise<void> {
    this.#actor.start();
    await turnOfEventLoop();
  }

  async send(event: MachineEvent): Promise<void> {
    this.#actor.send(event);
    await turnOfEventLoop();
  }

  async pass(milliseconds: number): Promise<void> {
    this.#clock.increment(milliseconds);
    await turnOfEventLoop();
  }

  get stands(): unknown {
    const { status, value, context, output } = this.#actor.getSnapshot() as unknown as Record<string, unknown>;
    return comparable({ status, value, context, output });
  }
}

/** Both, one step after the other. */
async function tell(story: Story): Promise<Lives> {
  const noted: string[] = [];
  const original = new Original(story);
  const lives = new Lives(() => story.machine((text) => noted.push(text)));
  const expectSame = (after: unknown): void => {
    const { status, value, context, output } = lives.stands;
    const found = { stands: comparable({ status, value, context, output }), noted, emitted: lives.emitted };
    const { stands, emitted } = original;
    expect(found, `after ${JSON.stringify(after)}`).toEqual({ stands, noted: original.noted, emitted });
  };
  await original.start();
  await lives.start(story.input);
  expectSame('start');
  for (const step of story.happens) {
    if (typeof step === 'number') {
      let now = lives.now;
      const end = now + step;
      await lives.wait(step, async (at) => {
        await original.pass(at - now);
        now = at;
        expectSame(`${step}, of which ${end - at} are left`);
      });
      await original.pass(end - now);
    } else {
      await original.send(step);
      await lives.send(step);
    }
    expectSame(step);
  }
  expect(lives.count).toBeGreaterThan(story.happens.filter((step) => typeof step !== 'number').length);
  return lives;
}

const stories = [checkout, onboarding, player, light, fetching, form, auction, elevator, fulfilment, chat];

test.each(stories)('$name goes step by step as with createActor, with another runtime for each step', async (story) => {
  const lives = await tell(story);
  expect(lives.stands.value).toEqual(story.ends);
});
