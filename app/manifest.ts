import type { MetadataRoute } from "next";

const icon = (sizes: string, purpose: "any" | "maskable") => ({
  src: `/icon-${sizes.split("x")[0]}.png`,
  sizes,
  type: "image/png",
  purpose,
});

/** What a phone needs to keep Daybook beside its other apps, and to offer it where files are shared. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: "/",
    name: "Daybook",
    short_name: "Daybook",
    description: "A record of online-safety concerns for schools",
    lang: "en-GB",
    start_url: "/",
    scope: "/",
    // The address stays in sight, so that nobody takes another page for this one.
    display: "minimal-ui",
    theme_color: "#1f5a4c",
    background_color: "#1f5a4c",
    icons: [icon("192x192", "any"), icon("512x512", "any"), icon("512x512", "maskable")],
    share_target: {
      action: "/share/upload",
      method: "POST",
      enctype: "multipart/form-data",
      params: {
        files: [
          {
            name: "files",
            accept: [
              "image/*",
              "application/pdf",
              "audio/*",
              "video/*",
              "text/plain",
              "application/zip",
              "message/rfc822",
            ],
          },
        ],
      },
    },
  };
}
