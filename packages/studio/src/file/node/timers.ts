const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
port1.addEventListener('message', () => waiting.shift()?.());
port1.start();

/** Resolves once the browser had its turn: stands where the server takes Node's. */
export function setImmediate(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(undefined);
  });
}

/** Resolves after so many milliseconds. */
export function setTimeout(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void globalThis.setTimeout(resolve, milliseconds));
}
