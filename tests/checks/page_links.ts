/** Links of a page of HTML to files beside it that `leads` says are not there. */
export function brokenLinks(html: string, leads: (path: string) => boolean): string[] {
  const targets = [...html.matchAll(/\b(?:href|src)="([^"]+)"/g)].map(([, target = ""]) =>
    target.replaceAll("&#x2F;", "/").replaceAll("&amp;", "&")
  );
  const paths = targets.filter((target) => !/^(?:#|[a-z]+:)/.test(target))
    .map((target) => target.replace(/[?#].*$/, ""));
  return [...new Set(paths)].filter((path) => !leads(path));
}
