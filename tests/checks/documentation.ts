/**
 * Types of packages that our public API names on purpose. `deno doc --lint` takes every type of an npm package for a
 * private one of ours.
 */
const foreignTypes = ["GenericSchema"];

/** The findings of `deno doc --lint` that are about our own documentation, each as it was printed. */
export function ownFindings(output: string): string[] {
  const findings = output.split(/^(?=error\b)/m).filter((part) => part.startsWith("error["));
  return findings.filter((finding) => {
    const type = /^error\[private-type-ref\]: .* references private type '(\w+)'/.exec(finding)
      ?.[1];
    return type === undefined || !foreignTypes.includes(type);
  });
}

/** Whether all that `deno doc --lint` found is such a foreign type: then nothing is wrong with the documentation. */
export function isDocumented(output: string): boolean {
  const counted = Number(
    /^error: Found (\d+) documentation lint errors?\b/m.exec(output)?.[1] ?? 0,
  );
  const findings = output.match(/^error\[/gm)?.length ?? 0;
  // Where the counts differ, it failed for another reason, and said so in words that are not known here.
  return counted > 0 && counted === findings && ownFindings(output).length === 0;
}
