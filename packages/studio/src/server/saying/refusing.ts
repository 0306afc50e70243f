import { said } from './answer.ts';
import { refusalOf } from './refusal.ts';

/** Who hears what went wrong, where nobody else does. */
export function toConsole(error: unknown): void {
  globalThis.console.error(error);
}

/** What a request is answered with where something went wrong. */
export type Refuse = (error: unknown, request: Request) => Response;

/**
 * Answers where something went wrong; `onError` hears of what is no refusal, and `told` is how words are said to whoever asks. Nobody is told of a request that
 * ended because whoever asked has gone.
 */
export function refusing(onError: (error: unknown) => void, told: (text: string) => string = (text) => text): Refuse {
  return (error, { signal }) => {
    if (signal.aborted) return new Response(null, { status: 499 });
    const { status, refusal } = refusalOf(error);
    if (status === 500) onError(error);
    return said({ error: { ...refusal.error, message: told(refusal.error.message) } }, status);
  };
}
