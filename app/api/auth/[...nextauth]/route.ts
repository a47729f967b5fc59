import { handlers } from "@/lib/access/wire-auth";

export const { GET, POST } = handlers;
