import type { Deps } from "../../transport/deps.ts";
import type { Account } from "../account.ts";
import type { Declarations } from "../declarations/declarations.ts";
import type { TokenBook } from "../oauth/token_book.ts";
import type { Previews } from "../preview/previews.ts";
import type { LocalRules } from "../rules.ts";
import type { Problem } from "./answers.ts";

/** What endpoints work with. */
export interface EndpointContext {
  /** Whose contacts and events. */
  account: Account;
  /** Which events there can be. */
  declarations: Declarations;
  /** How events show. */
  previews: Previews;
  /** Who may call. */
  tokens: TokenBook;
  /** How strict it all is. */
  rules: LocalRules;
  /** Time and chance. */
  deps: Deps;
}

/** Who may call an endpoint. */
export type Access =
  | {
    /** Anybody: the body says who calls. */
    kind: "open";
  }
  | {
    /** Whoever has a bearer token with any one of the scopes; with none named, any good token. */
    kind: "bearer";
    /** The scopes. */
    scopes: readonly string[];
  }
  | {
    /** The app's developer: by `?hapikey=` as ever, or by a bearer token with any one of the scopes. */
    kind: "developer";
    /** The scopes. */
    scopes: readonly string[];
  };

/** A request that may be answered. */
export interface Call {
  /** JSON, or the fields of a form; nothing more is known of it. `undefined` where the endpoint reads no body. */
  body: unknown;
  /** A part of the path, decoded. */
  param(name: string): string;
  /** A parameter of the address; the first, where there are several of this name. */
  query(name: string): string | undefined;
  /** All parameters of the address with this name. */
  queries(name: string): string[];
}

/** One endpoint: a method at a path, and what it makes of a call. */
export interface Endpoint {
  /** HTTP method. */
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path on HubSpot's host; `:name` stands for any one part. */
  path: string;
  /** Who may call. */
  access: Access;
  /** How the body is read. */
  reads: "json" | "form" | "nothing";
  /** Answers, or says what is wrong. Events are taken at once: what comes later can only be the writing of the answer. */
  answer(call: Call): Response | Problem | Promise<Response>;
}
