import { encodeHex, hmacSha256, isSameText, sha256 } from "../../sources/signature.ts";
import type { Deps } from "../../transport/deps.ts";
import type { DeliveriesOptions } from "./options.ts";

/** Somebody who may see the page. */
export interface Visitor {
  /** Stands in every form of the visitor's pages, and nowhere else. */
  formToken: string;
  /** A cookie to set with the answer; missing where the visitor has one. */
  cookie?: string;
}

/** What a guard goes by. */
export interface GuardOptions {
  /** Who may see the page. */
  deliveries: DeliveriesOptions;
  /** Path of the page, to which its cookie is bound. */
  base: string;
  /** Where the page is reached, behind a proxy. Default: as requests say. */
  publicUrl?: string | undefined;
  /** Clock and chance. */
  deps: Pick<Deps, "now" | "uuid">;
  /** Told of a function of the host's that throws. */
  onError(error: unknown): void;
}

/** Name of the cookie. */
const cookieName = "hubline_deliveries";

/** How long a password need not be given again, in seconds. */
const sessionSeconds = 12 * 60 * 60;

/** Lets in whoever may see the page, and keeps out what other sites have a browser send. */
export class Guard {
  readonly #options: GuardOptions;

  /** Makes a guard. */
  constructor(options: GuardOptions) {
    this.#options = options;
  }

  /** Who asks; nothing where it is nobody who may. */
  async visitor(request: Request): Promise<Visitor | undefined> {
    const { password, authorize } = this.#options.deliveries;
    const given = readCookie(request.headers);
    if (password !== undefined) {
      if (given === undefined || !(await this.#isSession(given, password))) return undefined;
      return { formToken: await sign(password, `form.${given}`) };
    }
    if (!(await this.#isAuthorized(request, authorize))) return undefined;
    // Whoever signs people in keeps the secrets: a cookie that no other site can read or send does for the forms.
    const kept = given ?? this.#options.deps.uuid();
    const formToken = encodeHex(await sha256(new TextEncoder().encode(`form.${kept}`)));
    return given === undefined
      ? { formToken, cookie: this.#writeCookie(request, kept) }
      : { formToken };
  }

  /** The cookie of somebody who knows the password; nothing for anybody else. */
  async signIn(request: Request, given: string): Promise<string | undefined> {
    const { deliveries: { password }, deps } = this.#options;
    if (password === undefined || !isSameText(given, password)) return undefined;
    const session = `${deps.now() + sessionSeconds * 1_000}.${deps.uuid()}`;
    const signature = await sign(password, `session.${session}`);
    return this.#writeCookie(request, `${session}.${signature}`);
  }

  /** The cookie that takes the session away. */
  signOut(request: Request): string {
    return this.#writeCookie(request, "", 0);
  }

  /** Whether a form comes from a page of our own: browsers say where each comes from (Fetch standard, `Origin`). */
  isOwnForm(request: Request): boolean {
    const site = request.headers.get("sec-fetch-site");
    if (site !== null && site !== "same-origin") return false;
    const origin = request.headers.get("origin");
    if (origin === null) return site === "same-origin";
    const { publicUrl } = this.#options;
    const own = [new URL(request.url).host, request.headers.get("host")];
    if (publicUrl !== undefined) own.push(new URL(publicUrl).host);
    return URL.canParse(origin) && own.includes(new URL(origin).host);
  }

  async #isAuthorized(
    request: Request,
    authorize: DeliveriesOptions["authorize"],
  ): Promise<boolean> {
    try {
      return await authorize?.(request) === true;
    } catch (error) {
      this.#options.onError(error);
      return false;
    }
  }

  async #isSession(cookie: string, password: string): Promise<boolean> {
    const found = /^((\d{1,16})\.[\w-]+)\.([\da-f]{64})$/.exec(cookie);
    if (found === null) return false;
    const [, session = "", expiresAt = "", signature = ""] = found;
    const isSigned = isSameText(signature, await sign(password, `session.${session}`));
    return isSigned && Number(expiresAt) > this.#options.deps.now();
  }

  #writeCookie(request: Request, value: string, maxAge = sessionSeconds): string {
    const { base, publicUrl } = this.#options;
    const reached = publicUrl ?? request.url;
    const isSecure = reached.startsWith("https:") ||
      request.headers.get("x-forwarded-proto") === "https";
    return `${cookieName}=${value}; Path=${base}; Max-Age=${maxAge}; HttpOnly; SameSite=Strict` +
      (isSecure ? "; Secure" : "");
  }
}

/** The password is the key: another one ends every session, and no process has to remember any. */
async function sign(password: string, text: string): Promise<string> {
  return encodeHex(await hmacSha256(password, new TextEncoder().encode(text)));
}

function readCookie(headers: Headers): string | undefined {
  for (const part of (headers.get("cookie") ?? "").split(";")) {
    const [name, value] = part.trim().split("=", 2);
    if (name === cookieName && value !== undefined && value !== "") return value;
  }
  return undefined;
}
