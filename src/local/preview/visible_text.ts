/** Beside spaces, joiners and what only controls others: fillers of Hangul and a pattern of Braille. */
const visible = /[^\p{C}\p{Z}\p{M}\s\u115f\u1160\u2800\u3164\uffa0]/u;

/** Whether a text shows anything. */
export function hasVisibleText(text: string): boolean {
  return visible.test(text);
}
