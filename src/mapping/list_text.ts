/** Reads a list that a source wrote into one text, as labels are: its items, trimmed, without empty ones. */
export function itemsOf(text: string): string[] {
  return text.split(",").map((item) => item.trim()).filter((item) => item !== "");
}
