"use client";

import {
  createContext,
  type ReactNode,
  useActionState,
  useContext,
  useEffect,
  useRef,
} from "react";
import type { FormState } from "@/lib/access/types";

const idle: FormState = { status: "idle", errors: {}, values: {} };
const Context = createContext<FormState>(idle);
export const useFormState = () => useContext(Context);

function ErrorSummary({ state }: { state: FormState }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const title = document.title.replace(/^Error: /, "");
    document.title = state.status === "error" ? `Error: ${title}` : title;
    box.current?.focus();
  }, [state]);
  const errors = Object.entries(state.errors);
  if (state.status !== "error" || (errors.length === 0 && !state.formError)) return null;
  return (
    <div
      aria-labelledby="error-summary"
      className="mb-6 rounded-md border-4 border-danger bg-card p-4"
      ref={box}
      role="alert"
      tabIndex={-1}
    >
      <h2 id="error-summary">There is a problem</h2>
      {state.formError ? <p className="mt-2 whitespace-pre-wrap">{state.formError}</p> : null}
      <ul className="mt-2 space-y-1">
        {errors.map(([name, message]) => (
          <li key={name}>
            <a className="font-semibold text-danger underline underline-offset-2" href={`#${name}`}>
              {message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/**
 * A form that works with and without JavaScript: it posts to a server action, shows the summary of
 * what is wrong, and keeps what was typed. `formKey` makes a second click the same request.
 */
export function ActionForm({
  action,
  formKey,
  children,
  initial,
  className,
  id,
}: {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  formKey: string;
  children: ReactNode;
  initial?: FormState["values"];
  className?: string;
  id?: string;
}) {
  const [state, post] = useActionState(action, { ...idle, values: initial ?? {} });
  return (
    <Context value={state}>
      <ErrorSummary state={state} />
      <form action={post} className={className ?? "space-y-6"} id={id} noValidate>
        <input name="key" type="hidden" value={formKey} />
        {children}
      </form>
    </Context>
  );
}
