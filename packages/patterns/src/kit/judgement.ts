/** How something was judged: a reason, where it is not good enough. */
export type Judgement = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** What is wrong with a judgement, whatever it is, in words: `ok` is true or false, and nothing that is taken for one of them. */
export function unfitJudgement(found: unknown): string | undefined {
  const { ok, reason } = Object(found) as { readonly ok?: unknown; readonly reason?: unknown };
  if (ok === true || (ok === false && typeof reason === 'string')) return undefined;
  return 'What was said is no judgement: it is { ok: true }, or { ok: false, reason } with a text.';
}
