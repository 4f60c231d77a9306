/**
 * Says whose limits a request counts towards. The token of a private app is its own and never changes; tokens of OAuth
 * apps come and go, so that all of them count as one app's.
 */
export function appOf(request: Request): { app: string; isPrivateApp: boolean } {
  const [, token] = /^Bearer +(pat-\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  return token === undefined
    ? { app: "oauth", isPrivateApp: false }
    : { app: token, isPrivateApp: true };
}
