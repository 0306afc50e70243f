import { followEvents, type Connection, type Told } from './live-stream.ts';

/** Holds the one stream of events that all tabs of a browser share. A tab says the address first. */
const ports = new Set<MessagePort>();
let state: Connection = 'connecting';
let isFollowing = false;

function tellAll(told: Told): void {
  if (told.type === 'state') ({ state } = told);
  for (const port of ports) port.postMessage(told);
}

addEventListener('connect', (event) => {
  const port = (event as MessageEvent).ports[0];
  if (port === undefined) return;
  ports.add(port);
  port.addEventListener('message', ({ data }: MessageEvent<{ readonly address?: string }>) => {
    if (data.address === undefined) {
      ports.delete(port);
      return;
    }
    port.postMessage({ type: 'state', state } satisfies Told);
    if (isFollowing) return;
    isFollowing = true;
    void followEvents(data.address, tellAll, new AbortController().signal);
  });
  port.start();
});
