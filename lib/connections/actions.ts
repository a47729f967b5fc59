"use server";

import { formAction } from "@/lib/access/form-action";
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

export const mergePeopleAction = formAction({
  name: "merge-people",
  schema: mergePeopleSchema,
  verb: mergePeople,
  goTo: person("merged"),
});
export const unmergePeopleAction = formAction({
  name: "unmerge-people",
  schema: unmergePeopleSchema,
  verb: unmergePeople,
  goTo: person("unmerged"),
});
export const setAsideAction = formAction({
  name: "set-aside",
  schema: setAsideSchema,
  verb: setAside,
  goTo: related("aside"),
});
export const saveViewAction = formAction({
  name: "save-view",
  schema: saveViewSchema,
  verb: saveView,
  goTo: ({ query }) => `/queue?${query}&done=view-saved`,
});
export const changeViewAction = formAction({
  name: "change-view",
  schema: changeViewSchema,
  verb: changeView,
  goTo: () => "/queue/views?done=changed",
});
export const dropViewAction = formAction({
  name: "drop-view",
  schema: dropViewSchema,
  verb: dropView,
  goTo: () => "/queue/views?done=dropped",
});
