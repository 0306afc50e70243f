/** Something that is named by what was read is not there: it was taken away meanwhile, or the file is damaged. */
export class Missing extends Error {
  constructor(what: string) {
    super(`${what} is not there`);
  }
}
