"use server";

import { formAction } from "@/lib/access/form-action";
import type { FormState } from "@/lib/access/types";
import { mergePeople, mergePeopleSchema, unmergePeople, unmergePeopleSchema } from "./merge-people";
import { setAside, setAsideSchema } from "./set-aside";

const person = (done: string) => (result: { personId: string }) =>
  `/cases/people/${result.personId}?done=${done}`;
const related = (done: string) => (result: { caseId: string }) =>
  `/cases/${result.caseId}/related?done=${done}`;

const merge = formAction({
  name: "merge-people",
  schema: mergePeopleSchema,
  verb: mergePeople,
  goTo: person("merged"),
});
export async function mergePeopleAction(state: FormState, form: FormData) {
  return merge(state, form);
}
const unmerge = formAction({
  name: "unmerge-people",
  schema: unmergePeopleSchema,
  verb: unmergePeople,
  goTo: person("unmerged"),
});
export async function unmergePeopleAction(state: FormState, form: FormData) {
  return unmerge(state, form);
}
const aside = formAction({
  name: "set-aside",
  schema: setAsideSchema,
  verb: setAside,
  goTo: related("aside"),
});
export async function setAsideAction(state: FormState, form: FormData) {
  return aside(state, form);
}
