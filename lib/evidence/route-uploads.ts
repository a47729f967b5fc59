import { createRouteHandler, createUploadthing, type FileRouter, UTFiles } from "uploadthing/next";
import { UploadThingError } from "uploadthing/server";
import { z } from "zod";
import { KnownError } from "@/lib/errors";
import { announceUpload, bindKeys } from "./announce-upload";
import { ingestOrigin, ingestPath, uploadToken } from "./sign-upload";
import type { Destination, Uploader } from "./stage-evidence";

const f = createUploadthing({ errorFormatter: (error) => ({ message: error.message }) });

const input = z.object({
  draftId: z.uuid().optional(),
  reportId: z.uuid().optional(),
  arrivedBy: z.enum(["pasted", "chosen", "dropped"]),
  /** The page's own mark for one chosen file: with it a repeat is the same upload. */
  once: z.uuid().optional(),
});

/** Who sends, and for a phone where to: its page names no place. */
export type Sender = { claims: Uploader; place?: Destination };
type Hooks = {
  /** Runs when the SDK confirms a received file; what it returns reaches the browser. */
  complete?: (evidenceId: string) => Promise<unknown>;
  /** The SDK said the callback went through; silence means that it failed. */
  confirmed?: (data: unknown) => void;
};

/** One router for one request: who is asking comes in as an argument, never from around it. */
function routerFor({ claims, place }: Sender, hooks: Hooks) {
  return {
    // Its own limits lie beyond ours: announceUpload knows the school's, and says them in words.
    evidence: f(
      { blob: { maxFileSize: "1GB", maxFileCount: 20 } },
      // It is given the file with the customId of the middleware: one key an upload, however often.
      { getFileHashParts: (file) => [(file as { customId?: string }).customId ?? file.name] },
    )
      .input(input)
      .middleware(async ({ files, input: said }) => {
        const named = said.reportId ? { reportId: said.reportId } : { draftId: said.draftId ?? "" };
        const arrivedBy = place ? "phone" : said.arrivedBy;
        try {
          const ids = await announceUpload(claims, place ?? named, files, arrivedBy, said.once);
          // The true names stay in the database: these travel in addresses and so into logs.
          return {
            ids,
            [UTFiles]: files.map((file, i) => ({
              ...file,
              name: "evidence",
              customId: ids[i] ?? "",
            })),
          };
        } catch (error) {
          if (!(error instanceof KnownError)) throw error;
          throw new UploadThingError({
            code: error.code === "not-found" ? "NOT_FOUND" : "FORBIDDEN",
            message: error.fields.file ?? error.message,
          });
        }
      })
      .onUploadComplete(async ({ file }) => {
        const done = await hooks.complete?.(file.customId ?? "");
        return { evidence: (done ?? null) as never };
      }),
  } satisfies FileRouter;
}
export type UploadRouter = ReturnType<typeof routerFor>;

/** The SDK calls out twice an upload. Both are answered here; any other address is refused. */
function answerFor({ claims }: Sender, hooks: Hooks): typeof fetch {
  return async (target, init) => {
    const url = new URL(target instanceof Request ? target.url : target);
    const body = JSON.parse(await new Response(init?.body ?? "{}").text());
    if (url.href === `${ingestOrigin}${ingestPath}/route-metadata`) {
      const { ids } = z.object({ ids: z.array(z.uuid()) }).parse(body.metadata);
      await bindKeys(claims, ids, z.array(z.string()).parse(body.fileKeys), {
        callbackSlug: body.callbackSlug,
        metadata: body.metadata,
      });
      return Response.json({ ok: true });
    }
    if (url.href === `${ingestOrigin}${ingestPath}/callback-result`) {
      hooks.confirmed?.(body.callbackData);
      return Response.json({ ok: true });
    }
    throw new Error("Nothing leaves this server");
  };
}

/** The SDK's handler for one person's one request (section 8 of the architecture). */
export function uploadHandler(sender: Sender, hooks: Hooks = {}) {
  return createRouteHandler({
    router: routerFor(sender, hooks),
    config: {
      token: uploadToken(),
      isDev: false,
      ingestUrl: `${ingestOrigin}${ingestPath}`,
      callbackUrl: `${ingestOrigin}/api/uploadthing`,
      handleDaemonPromise: "await",
      logLevel: "Error",
      fetch: answerFor(sender, hooks),
    },
  });
}

/** Addresses for the browser, relative to our own origin; one that leads elsewhere is refused. */
export function ownAddresses(answer: unknown): unknown {
  const list = z.array(z.looseObject({ url: z.string() })).parse(answer);
  return list.map((item) => {
    if (!item.url.startsWith(`${ingestOrigin}${ingestPath}/`)) {
      throw new Error("An upload address leads away from this server");
    }
    return { ...item, url: item.url.slice(ingestOrigin.length) };
  });
}
