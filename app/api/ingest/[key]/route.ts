import { NextRequest } from "next/server";
import { sameOrigin } from "@/lib/access/check-origin";
import { sessionFrom } from "@/lib/access/require-session";
import { KnownError, postgresCode } from "@/lib/errors";
import { Cut, TooLarge } from "@/lib/evidence/keep-bytes";
import { phoneClaims, phoneCookie } from "@/lib/evidence/open-phone-link";
import {
  type Announcement,
  arrivedBytes,
  cancelUpload,
  findStaged,
  findUpload,
  finishUpload,
  receiveUpload,
  WrongStart,
} from "@/lib/evidence/receive-upload";
import { uploadHandler } from "@/lib/evidence/route-uploads";
import { ingestOrigin, ingestPath, readSignedUrl, signPayload } from "@/lib/evidence/sign-upload";
import type { Uploader } from "@/lib/evidence/stage-evidence";

const problem = (status: number, message: string) => Response.json({ error: message }, { status });
const status = {
  "not-found": 403,
  conflict: 409,
  check: 415,
  "too-many": 429,
  "signed-out": 403,
} as const;

/** A phone's own uploads are the phone's even where its owner is signed in beside it. */
async function uploadersOf(request: NextRequest): Promise<Uploader[]> {
  const device = request.cookies.get(phoneCookie)?.value;
  const session = await sessionFrom(request.headers);
  return [...(device ? [phoneClaims(device)] : []), ...(session ? [session] : [])];
}

async function open(
  request: NextRequest,
): Promise<{ claims: Uploader; found: Announcement } | Response> {
  const { pathname, search } = new URL(request.url);
  const said = readSignedUrl(
    `${ingestPath}${pathname.slice(pathname.lastIndexOf("/"))}${search}`,
    new Date(),
  );
  for (const claims of said ? await uploadersOf(request) : []) {
    try {
      if (said) return { claims, found: await findUpload(claims, said) };
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      if (error.code !== "not-found" && error.code !== "signed-out")
        return problem(status[error.code], error.message);
    }
  }
  return problem(403, "This upload is not allowed");
}

/** How much of it is here already: the client goes on from there. */
export async function HEAD(request: NextRequest) {
  const opened = await open(request);
  if (opened instanceof Response) return new Response(null, { status: opened.status });
  const bytes = await arrivedBytes(opened.claims, opened.found);
  return new Response(null, { headers: { "x-ut-range-start": String(bytes) } });
}

/** The person took it back while it was on its way. */
export async function DELETE(request: NextRequest) {
  if (!sameOrigin(request.headers)) return problem(403, "This upload is not allowed");
  const opened = await open(request);
  if (opened instanceof Response) return opened;
  try {
    await cancelUpload(opened.claims, opened.found.evidenceId);
    return new Response(null, { status: 204 });
  } catch (error) {
    if (error instanceof KnownError) return problem(status[error.code], error.message);
    throw error;
  }
}

/** Tells the SDK that a file is here; only its confirmation makes the upload a success. */
async function confirm(claims: Uploader, found: Announcement): Promise<unknown> {
  const { callbackSlug, metadata } = found.metadata as { callbackSlug: string; metadata: unknown };
  const body = JSON.stringify({
    status: "uploaded",
    metadata,
    origin: `${ingestOrigin}${ingestPath}`,
    file: {
      key: found.evidenceId,
      name: "evidence",
      size: found.size,
      type: "application/octet-stream",
      lastModified: 0,
      customId: found.evidenceId,
      url: `${ingestOrigin}/${found.evidenceId}`,
      appUrl: `${ingestOrigin}/${found.evidenceId}`,
      ufsUrl: `${ingestOrigin}/${found.evidenceId}`,
      fileHash: "",
    },
  });
  let answer: { data: unknown } | undefined;
  const handler = uploadHandler(
    { claims },
    {
      complete: async (evidenceId) => evidenceId,
      confirmed: (data) => {
        answer = { data };
      },
    },
  );
  await handler.POST(
    new NextRequest(`${ingestOrigin}/api/uploadthing?slug=${callbackSlug}`, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "uploadthing-hook": "callback",
        "x-uploadthing-signature": signPayload(body),
      },
    }),
  );
  if (!answer) throw new Error("The upload was not confirmed");
  return answer.data;
}

export async function PUT(request: NextRequest) {
  if (!sameOrigin(request.headers)) return problem(403, "This upload is not allowed");
  const opened = await open(request);
  if (opened instanceof Response) return opened;
  const { claims, found } = opened;
  if (found.answer) return Response.json(found.answer);
  const range = request.headers.get("range") ?? "bytes=0-";
  const start = Number(/^bytes=(\d{1,12})-$/.exec(range)?.[1] ?? Number.NaN);
  try {
    const staged =
      (await findStaged(claims, found.evidenceId)) ??
      (await receiveUpload(claims, found, start, request));
    const serverData = await confirm(claims, found);
    const address = `/api/evidence/${staged.id}`;
    const answer = {
      url: address,
      appUrl: address,
      ufsUrl: address,
      fileHash: staged.sha256,
      serverData,
    };
    await finishUpload(claims, found.evidenceId, answer);
    return Response.json(answer);
  } catch (error) {
    if (error instanceof WrongStart)
      return problem(416, "Ask how much is here, then go on from there");
    if (error instanceof TooLarge) return problem(413, error.fields.file ?? error.message);
    // Nobody waits for this answer: what arrived stays, and the next try goes on from there.
    if (error instanceof Cut) return problem(400, "The upload was cut");
    if (postgresCode(error) === "23505") return problem(409, "This upload is already used");
    if (!(error instanceof KnownError)) throw error;
    return problem(status[error.code], error.fields.file ?? error.message);
  }
}
