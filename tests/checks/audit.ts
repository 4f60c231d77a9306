/**
 * Whether a registry told nothing of vulnerabilities, by what `deno audit` printed: it could not be reached, or it is a
 * mirror that does not know the question. Anything that it did tell counts.
 */
export function isUnanswered(output: string): boolean {
  return unanswered.test(output) && !/^Found \d+ vulnerabilit/m.test(output);
}

const unanswered =
  /^error: (?:error sending request for url \(\S+\/security\/advisories\/bulk\)|Failed to deserialize response from the npm registry API)/m;
