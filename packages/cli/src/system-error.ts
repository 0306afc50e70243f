/** What the system refuses, as a sentence; by the code that Node gives it. */
const sentences: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `There is no file or folder ${path}.`,
  ENOTDIR: (path) => `A part of ${path} is not a folder.`,
  EISDIR: (path) => `${path} is a folder, and a file is needed.`,
  EEXIST: (path) => `${path} exists already.`,
  EACCES: (path) => `This user may not use ${path}.`,
  EPERM: (path) => `This user may not use ${path}.`,
  EROFS: (path) => `${path} is on a file system that is read only.`,
  ENOSPC: (path) => `There is no space left on the disk for ${path}.`,
  EDQUOT: (path) => `There is no space left for this user on the disk of ${path}.`,
  EMFILE: () => 'This process has too many files open.',
  ENFILE: () => 'The system has too many files open.',
  ENAMETOOLONG: (path) => `The name ${path} is too long.`,
  ELOOP: (path) => `The links of ${path} lead back to themselves.`,
  EIO: (path) => `The disk or terminal of ${path} cannot be read or written.`,
  EPIPE: () => 'Whoever read the output is gone.',
};

/** What is said of an error of the system; undefined for any other. */
export function systemSentence(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string' || !('syscall' in error)) {
    return undefined;
  }
  const path = 'path' in error && typeof error.path === 'string' ? `"${error.path}"` : 'what is written';
  return sentences[error.code]?.(path);
}
