/** What is written on event number n, so that it is known again wherever it turns up, under whatever id. */
export function markerOf(number: number): string {
  return `Happening ${number}.`;
}

/** The number of the event that a text is about, where it is about one. */
export function numberIn(text: string): number | undefined {
  return numbersIn(text)[0];
}

/** The numbers of all events that a text is about. */
export function numbersIn(text: string): number[] {
  return Array.from(text.matchAll(/Happening (\d+)\./g), ([, digits]) => Number(digits));
}
