/** What a canvas holds on every device, in pixels; an iPhone's photo may be larger. */
const most = 16_000_000;

export const isHeic = (file: File) =>
  /^image\/hei[cf]/.test(file.type) || /\.hei[cf]$/i.test(file.name);

/**
 * A JPEG copy of an iPhone's photo, made by this browser where it can read one (Safari); null where
 * it cannot. Only the picture is in it: the date and place in the photo stay with the original.
 */
export async function copyAsJpeg(file: File): Promise<File | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return null;
  const scale = Math.min(1, Math.sqrt(most / (picture.width * picture.height)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.floor(picture.width * scale);
  canvas.height = Math.floor(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const jpeg = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.92));
  if (!jpeg) return null;
  const { lastModified, name } = file;
  return new File([jpeg], `${name}, copied as JPEG.jpg`, { type: "image/jpeg", lastModified });
}
