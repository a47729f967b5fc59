"use server";

import { formAction } from "@/lib/access/form-action";
import type { FormState } from "@/lib/access/types";
import { mergePeople, mergePeopleSchema, unmergePeople, unmergePeopleSchema } from "./merge-people";
import {
  changeView,
  changeViewSchema,
  dropView,
  dropViewSchema,
  saveView,
  saveViewSchema,
} from "./save-view";
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
const save = formAction({
  name: "save-view",
  schema: saveViewSchema,
  verb: saveView,
  goTo: ({ query }) => `/queue?${query}&done=view-saved`,
});
export async function saveViewAction(state: FormState, form: FormData) {
  return save(state, form);
}
const change = formAction({
  name: "change-view",
  schema: changeViewSchema,
  verb: changeView,
  goTo: () => "/queue/views?done=changed",
});
export async function changeViewAction(state: FormState, form: FormData) {
  return change(state, form);
}
const drop = formAction({
  name: "drop-view",
  schema: dropViewSchema,
  verb: dropView,
  goTo: () => "/queue/views?done=dropped",
});
export async function dropViewAction(state: FormState, form: FormData) {
  return drop(state, form);
}
