/** Reads a body as UTF-8 text, up to `longest` characters; what is over that is not waited for. */
export async function readText(
  body: ReadableStream<Uint8Array> | null,
  longest: number,
): Promise<string> {
  if (body === null) return "";
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true });
    if (text.length < longest) continue;
    await reader.cancel();
    return text.slice(0, longest);
  }
  return text + decoder.decode();
}
