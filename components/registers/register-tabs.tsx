import { Tabs } from "@/components/cases/matter-tabs";

export type RegisterTab = "mine" | "answer" | "all" | "kinds";

/** The registers as far as this person reads them. */
export function RegisterTabs({
  current,
  waiting,
  reads,
  sets,
}: {
  current: RegisterTab;
  waiting: number;
  reads: boolean;
  sets: boolean;
}) {
  const tab = (name: RegisterTab, href: string, label: string) => ({
    href,
    label,
    current: name === current,
  });
  return (
    <Tabs
      items={[
        tab("mine", "/registers", "Mine"),
        { ...tab("answer", "/registers/answer", "To answer"), count: String(waiting) },
        ...(reads ? [tab("all", "/registers/all", "Whole register")] : []),
        ...(sets ? [tab("kinds", "/registers/kinds", "What is asked")] : []),
      ]}
      label="Registers"
    />
  );
}
