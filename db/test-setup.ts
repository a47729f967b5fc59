import { afterAll } from "vitest";
import { prepareDatabase } from "./test-database.ts";

await prepareDatabase();
const { closeTesting } = await import("./testing.ts");
afterAll(closeTesting);
