/** What stands in the way of sending a form. */
export function FormError({ error }: { readonly error: string | undefined }) {
  if (error === undefined) return null;
  return (
    <p class="form-error" role="alert">
      {error}
    </p>
  );
}
