import { harmless } from '../parts/text.ts';

const mostLetters = 4000;

/** A value beside a form: its parts by their names, each as JSON. */
export function ShownValue({ value }: { readonly value: unknown }) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return <Json value={value} />;
  const parts = Object.entries(value);
  if (parts.length === 0) return <p class="quiet">It is empty.</p>;
  return (
    <dl class="shown-value">
      {parts.map(([name, part]) => (
        <div key={name}>
          <dt class="mono">{harmless(name)}</dt>
          <dd>
            <Json value={part} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Json({ value }: { readonly value: unknown }) {
  const text = harmless(typeof value === 'string' ? value : (JSON.stringify(value, undefined, 2) ?? 'undefined'), '\n');
  return <pre>{text.length > mostLetters ? `${text.slice(0, mostLetters)}…` : text}</pre>;
}
