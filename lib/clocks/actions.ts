"use server";

import { formAction } from "@/lib/access/form-action";
import type { FormState } from "@/lib/access/types";
import { chooseReading } from "./choose-reading";
import { endCalendar, makeCalendar } from "./make-calendar";
import { calendarSchema, chooseReadingSchema } from "./schema";

const make = formAction({
  name: "make-calendar",
  schema: calendarSchema,
  verb: makeCalendar,
  goTo: () => "/settings/calendar?done=made",
});
export async function makeCalendarAction(state: FormState, form: FormData) {
  return make(state, form);
}
const end = formAction({
  name: "end-calendar",
  schema: calendarSchema,
  verb: endCalendar,
  goTo: () => "/settings/calendar?done=ended",
});
export async function endCalendarAction(state: FormState, form: FormData) {
  return end(state, form);
}
const choose = formAction({
  name: "choose-reading",
  schema: chooseReadingSchema,
  verb: chooseReading,
  goTo: () => "/settings/deadlines?done=chosen",
});
export async function chooseReadingAction(state: FormState, form: FormData) {
  return choose(state, form);
}
