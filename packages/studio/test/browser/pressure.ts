import type { Page } from 'playwright-core';
import type { Studio } from '../../src/index.ts';

// What holds by luck fails under pressure. Where these are set, tests in a browser run under it:
//   CAIRN_LATE=400  each answer comes up to so many milliseconds after it was made, and each part of a stream of events after the one before
//   CAIRN_SLOW=6    each page runs so many times slower
const { CAIRN_LATE, CAIRN_SLOW } = process.env;

/** A Studio that answers later, if it is to. */
export function late(studio: Studio): Studio {
  const most = Number(CAIRN_LATE ?? 0);
  if (most === 0) return studio;
  const pause = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, Math.random() * most));
  return {
    ...studio,
    fetch: async (request, from) => {
      const answer = await studio.fetch(request, from);
      await pause();
      if (answer.headers.get('content-type')?.startsWith('text/event-stream') !== true) return answer;
      const parts = new TransformStream<Uint8Array, Uint8Array>({
        transform: async (part, later) => {
          await pause();
          later.enqueue(part);
        },
      });
      return new Response(answer.body?.pipeThrough(parts) ?? null, answer);
    },
  };
}

/** Slows a page down, if it is to be. */
export async function slowed(page: Page): Promise<void> {
  if (CAIRN_SLOW === undefined) return;
  const debugged = await page.context().newCDPSession(page);
  await debugged.send('Emulation.setCPUThrottlingRate', { rate: Number(CAIRN_SLOW) });
}
