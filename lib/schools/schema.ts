import { z } from "zod";
import { type Role, roles } from "@/lib/access/types";

/** Who may be told of reports besides those a row names: roles that handle concerns (B12). */
export const recipientRoles: readonly Role[] = [
  "dsl",
  "deputy-dsl",
  "headteacher",
  "chair",
  "vice-chair",
  "dpo",
  "trust-lead",
  "trust-chair",
];

export const recipientSchema = z.object({
  row: z.coerce.number().int().min(1).max(33),
  role: z
    .enum(roles, { error: "Select a role" })
    .refine((role) => recipientRoles.includes(role), "Select a role"),
});
