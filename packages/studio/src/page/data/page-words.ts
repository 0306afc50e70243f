/** What problems say to whoever writes a program, of which a page has nothing. */
const ofPrograms: readonly (readonly [RegExp, string])[] = [
  [/ (?:Send|Give) it with \{ queue: true \} to keep it until [^.]*\.$/u, ''],
  [/ Name one with \{ lane \}\.$/u, ' Which of them is meant cannot be said here: name it in a program.'],
  [/, and resume\(\) takes that up\./gu, ', and resuming the thread takes that up.'],
];

/** What a problem says, in words of the page. */
export function inPageWords(message: string): string {
  return ofPrograms.reduce((words, [of, instead]) => words.replace(of, instead), message);
}
