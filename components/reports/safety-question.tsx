import { Choices } from "@/components/forms/fields";

/** The gate of B13.1: nothing of a picture is taken or shown on before it is answered. */
export function SafetyQuestion() {
  return (
    <Choices
      choices={[
        { value: "no", label: "No" },
        { value: "danger", label: "Yes, somebody is in immediate danger" },
        { value: "image", label: "Yes, there is or may be such an image" },
      ]}
      hint="Real or made by AI. If you are not sure, choose yes. A yes shows you first what to do"
      label="Is anyone in immediate danger, or is there a nude, semi-nude or sexual image of a child?"
      name="safety"
    />
  );
}
