import type { Refusal } from '../../api.ts';

/** What the server said no to. */
export class Refused extends Error {
  readonly code: string;
  readonly status: number;
  /** Where the problem is described, where the server says so. */
  readonly page: string | undefined;

  constructor(status: number, { error }: Refusal) {
    super(error.message);
    this.name = 'Refused';
    this.code = error.code;
    this.status = status;
    this.page = error.page;
  }
}

/** What the server answers; a {@link Refused} where it says no. */
export async function answerOf<Shown>(response: Response): Promise<Shown> {
  // What broke off in its middle is no answer.
  if (response.ok) return (await response.json()) as Shown;
  const refusal = (await response.json().catch(() => undefined)) as Partial<Refusal> | undefined;
  const error = refusal?.error ?? { code: 'http', message: `The server answered with status ${response.status}.` };
  throw new Refused(response.status, { error });
}
