import type { Answered } from './take-once.ts';
import type { LinkContent } from './links.ts';

/** A page that shows what a link does, and has a button that does it: what only looks at links, as scanners of mail do, answers nothing. */
export function askingPage({ subject, label, ask, payload }: LinkContent, missing?: string): string {
  const by = typeof payload['by'] === 'string' ? `<p>You answer as <b>${escaped(payload['by'])}</b>.</p>` : '';
  const said = missing === undefined ? '' : `<p role="alert">${escaped(missing)}</p>`;
  const inputs = ask.map(({ name, label: text, optional }) => {
    const required = optional === true ? '' : ' required';
    return `<p><label>${escaped(text)}<br><input name="${escaped(name)}" maxlength="2000"${required}></label></p>`;
  });
  const form = `<form method="post">${inputs.join('')}<p><button>${escaped(label)}</button></p></form>`;
  return page(subject, `<h1>${escaped(subject)}</h1>${by}${said}${form}`);
}

/** A page that says what came of an answer. */
export function answeredPage(answered: Answered, label?: string): string {
  if (!answered.ok) return page('Not answered', `<h1>${escaped(answered.message)}</h1>`);
  const said = label === undefined ? 'It was answered.' : `Answered: ${label}`;
  return page('Answered', `<h1>${escaped(said)}</h1><p>You can close this page.</p>`);
}

const style =
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}h1{font-size:1.3rem}input{font:inherit;width:100%}button{font:inherit;padding:.4rem 1.2rem}';

function page(title: string, body: string): string {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${style}</style>`;
  return `<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
