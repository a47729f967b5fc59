import { customType, timestamp, uuid } from "drizzle-orm/pg-core";

/** An instant. Stored in UTC, shown in the school's zone. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** Random, so that an id tells nobody how many others there are or when it was made. */
export const id = () =>
  uuid("id")
    .notNull()
    .$defaultFn(() => crypto.randomUUID());

export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
});
