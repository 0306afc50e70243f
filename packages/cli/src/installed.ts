import { CommandError } from './exit-code.ts';

/** A module of a package that few commands need; a problem that names the package where it is not there. */
export async function installed<Module>(name: string, loading: Promise<Module>): Promise<Module> {
  try {
    return await loading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const message = `This needs the package ${name}, which is not installed beside the command, or not whole. Install it: npm install ${name}`;
    throw new CommandError(message, undefined, { cause: error });
  }
}
