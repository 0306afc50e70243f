import { notify } from './notice.tsx';

/** Puts a text on the clipboard and says so; where the browser does not let it, says that. */
export async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify(`${what} copied.`);
  } catch {
    notify(`The browser does not let this page copy. ${what}: ${text.length > 80 ? `${text.slice(0, 80)}…` : text}`);
  }
}
