"use client";

import {
  type ComponentProps,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";

const never = () => () => {};

/**
 * A textarea that keeps what somebody typed while the page's script was still on its way: React, as
 * it takes a page over, puts back the text that a textarea came with. (An input keeps its own.)
 */
export function TypedArea(props: ComponentProps<"textarea">) {
  const box = useRef<HTMLTextAreaElement>(null);
  const place = useId();
  const takenOver = useSyncExternalStore(
    never,
    () => false,
    () => typeof document !== "undefined",
  );
  const [typed] = useState(() =>
    takenOver
      ? document.querySelector<HTMLTextAreaElement>(`[data-place="${place}"]`)?.value
      : undefined,
  );
  useLayoutEffect(() => {
    if (box.current && typed !== undefined && box.current.value !== typed)
      box.current.value = typed;
  }, [typed]);
  return <textarea {...props} data-place={place} ref={box} />;
}
