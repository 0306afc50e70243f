/** A part of the page did not come: its server was not there. A browser keeps that, so only another page asks again. */
export class NotLoaded extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'NotLoaded';
  }
}

/** A part of the page that is loaded when it is needed. */
export async function loaded<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (error) {
    throw new NotLoaded(error);
  }
}
