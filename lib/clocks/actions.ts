"use server";

import { formAction } from "@/lib/access/form-action";
import { chooseReading } from "./choose-reading";
import { endCalendar, makeCalendar } from "./make-calendar";
import { calendarSchema, chooseReadingSchema } from "./schema";

export const makeCalendarAction = formAction({
  name: "make-calendar",
  schema: calendarSchema,
  verb: makeCalendar,
  goTo: () => "/settings/calendar?done=made",
});
export const endCalendarAction = formAction({
  name: "end-calendar",
  schema: calendarSchema,
  verb: endCalendar,
  goTo: () => "/settings/calendar?done=ended",
});
export const chooseReadingAction = formAction({
  name: "choose-reading",
  schema: chooseReadingSchema,
  verb: chooseReading,
  goTo: () => "/settings/deadlines?done=chosen",
});
