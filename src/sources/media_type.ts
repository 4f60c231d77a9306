/** Gives the media type of a `Content-Type`, in lower case and without its parameters; empty where there is none. */
export function mediaTypeOf(contentType: string | null | undefined): string {
  const [mediaType = ""] = (contentType ?? "").split(";");
  return mediaType.trim().toLowerCase();
}
