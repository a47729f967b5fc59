/** Notes a web address in words: nothing is fetched from it, and nobody is led to it. */
export function AddressForm({ to }: { to: { draftId?: string; reportId?: string } }) {
  return (
    <details className="mt-3">
      <summary className="min-h-11 cursor-pointer py-2 text-accent underline underline-offset-2">
        Only have a web address?
      </summary>
      <form action="/evidence/address" className="mt-1" method="post">
        <input name="id" type="hidden" value={crypto.randomUUID()} />
        {Object.entries(to).map(([name, value]) => (
          <input key={name} name={name} type="hidden" value={value} />
        ))}
        <label className="mb-1 block font-semibold" htmlFor="noted-address">
          Web address of the post or page
        </label>
        <p className="mb-2 text-soft" id="noted-address-hint">
          It is kept as words. Nothing is opened or fetched, so take a screenshot too if you safely
          can
        </p>
        <input
          aria-describedby="noted-address-hint"
          autoComplete="off"
          className="field-box max-w-xl"
          id="noted-address"
          maxLength={2000}
          name="address"
          spellCheck={false}
          type="text"
        />
        <button
          className="mt-3 block min-h-11 rounded-md border border-soft px-4 font-semibold"
          type="submit"
        >
          Add address
        </button>
      </form>
    </details>
  );
}
