import { addressOf } from './api.ts';
import { followEvents, type Told } from './live-stream.ts';

type Hear = (told: Told) => void;

/** Follows the server's changes: by a worker that all tabs share, else by the one tab that leads, else by a stream of this tab's own. */
export function followServer(hear: Hear): void {
  const address = addressOf('events');
  if (typeof SharedWorker !== 'undefined') return shareWorker(address, hear);
  if (typeof navigator.locks !== 'undefined' && typeof BroadcastChannel !== 'undefined')
    return electLeader(address, hear);
  void followEvents(address, hear, new AbortController().signal);
}

function shareWorker(address: string, hear: Hear): void {
  const worker = new SharedWorker(new URL('./live-worker.ts', import.meta.url), { type: 'module', name: address });
  worker.port.addEventListener('message', ({ data }: MessageEvent<Told>) => hear(data));
  worker.port.start();
  worker.port.postMessage({ address });
  // A page that is left may come back as it was, and is told again then.
  addEventListener('pagehide', () => worker.port.postMessage({}));
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) worker.port.postMessage({ address });
  });
}

/** The tab that has the lock holds the stream and tells the others; when it is closed, the next goes on after what it heard last. */
function electLeader(address: string, hear: Hear): void {
  let state: Told = { type: 'state', state: 'connecting' };
  let lastId: string | undefined;
  const heard = (told: Told): void => {
    if (told.type === 'state') state = told;
    else lastId = told.id ?? lastId;
    hear(told);
  };
  const channel = new BroadcastChannel(`cairn ${address}`);
  channel.addEventListener('message', ({ data }: MessageEvent<Told | { readonly type: 'hello' }>) => {
    if (data.type !== 'hello') heard(data);
  });
  channel.postMessage({ type: 'hello' });
  void navigator.locks.request(`cairn ${address}`, async () => {
    channel.addEventListener('message', ({ data }: MessageEvent<{ readonly type: string }>) => {
      if (data.type === 'hello') channel.postMessage(state);
    });
    const tell = (told: Told): void => {
      heard(told);
      channel.postMessage(told);
    };
    await followEvents(address, tell, new AbortController().signal, lastId);
  });
}
