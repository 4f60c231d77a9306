import type { Deps } from "../../transport/deps.ts";
import type { ObjectType } from "./object_type.ts";
import type { PropertyDefinition } from "./property.ts";

/** A token of an event template. */
export interface TemplateToken extends PropertyDefinition {
  /** Contact property that takes the token's value. */
  objectPropertyName?: string;
  /** When it was made, ISO 8601 in UTC. */
  createdAt: string;
  /** When it last changed, ISO 8601 in UTC. */
  updatedAt: string;
}

/** A token as it is given. */
export type TokenDraft = Omit<TemplateToken, "createdAt" | "updatedAt">;

/** What of a token can change. */
export type TokenChange = Pick<TemplateToken, "label" | "options" | "objectPropertyName">;

/** A template of timeline `v3` as it is given. */
export interface TemplateDraft {
  /** What people call it. */
  name: string;
  /** What its events belong to. */
  objectType: ObjectType;
  /** What an event shows at once. */
  headerTemplate?: string;
  /** What an event shows when it is opened. */
  detailTemplate?: string;
  /** The values that its events carry. */
  tokens: readonly TokenDraft[];
}

/** A template of timeline `v3`. */
export interface EventTemplate extends Omit<TemplateDraft, "tokens"> {
  /** Id, digits only. */
  id: string;
  /** Id of the app that it belongs to. */
  appId: string;
  /** The values that its events carry. */
  tokens: readonly TemplateToken[];
  /** When it was made, ISO 8601 in UTC. */
  createdAt: string;
  /** When it last changed, ISO 8601 in UTC. */
  updatedAt: string;
}

/** HubSpot's limits: https://developers.hubspot.com/docs/api/usage-details */
export const maxTemplates = 750;
/** Most tokens of one template. */
export const maxTokens = 500;

/** Ids of templates count up from here; any number does. */
const firstId = 1_000_001;

/** The event templates of every app. Templates are replaced, never changed. */
export class TemplateBook {
  readonly #deps: Pick<Deps, "now">;
  readonly #templates = new Map<string, EventTemplate>();
  #nextId = firstId;

  /** Opens an empty book. */
  constructor(deps: Pick<Deps, "now">) {
    this.#deps = deps;
  }

  /** All templates, oldest first. */
  all(): EventTemplate[] {
    return [...this.#templates.values()];
  }

  /** Puts these templates in place of all there are. */
  restore(templates: readonly EventTemplate[]): void {
    this.#nextId = firstId;
    this.#templates.clear();
    for (const template of templates) this.#keep(template);
  }

  /** All templates of an app, oldest first. */
  ofApp(appId: string): EventTemplate[] {
    return this.all().filter((template) => template.appId === appId);
  }

  /** The template with this id, whoever's it is. */
  find(id: string): EventTemplate | undefined {
    return this.#templates.get(id);
  }

  /** Adds a template; without an id it gets the next. */
  add(
    draft: TemplateDraft,
    { appId, id = this.#freeId() }: { appId: string; id?: string },
  ): EventTemplate {
    const now = this.#isoNow();
    const tokens = draft.tokens.map((token) => ({ ...token, createdAt: now, updatedAt: now }));
    return this.#keep({ ...draft, id, appId, tokens, createdAt: now, updatedAt: now });
  }

  /** Gives a template another name, other templates and other tokens; a token that stays keeps its date. */
  update(template: EventTemplate, draft: Omit<TemplateDraft, "objectType">): EventTemplate {
    const now = this.#isoNow();
    const before = new Map(template.tokens.map((token) => [token.name, token.createdAt]));
    const tokens = draft.tokens.map((token) => ({
      ...token,
      createdAt: before.get(token.name) ?? now,
      updatedAt: now,
    }));
    const { id, appId, objectType, createdAt } = template;
    return this.#keep({ ...draft, id, appId, objectType, tokens, createdAt, updatedAt: now });
  }

  /** Adds a token. */
  addToken(template: EventTemplate, draft: TokenDraft): TemplateToken {
    const now = this.#isoNow();
    const token = { ...draft, createdAt: now, updatedAt: now };
    this.#keep({ ...template, tokens: [...template.tokens, token], updatedAt: now });
    return token;
  }

  /** Changes a token. */
  updateToken(template: EventTemplate, before: TemplateToken, change: TokenChange): TemplateToken {
    const now = this.#isoNow();
    const token = { ...before, ...change, updatedAt: now };
    const tokens = template.tokens.map((each) => each.name === before.name ? token : each);
    this.#keep({ ...template, tokens, updatedAt: now });
    return token;
  }

  /** Removes a token. */
  removeToken(template: EventTemplate, name: string): void {
    const tokens = template.tokens.filter((token) => token.name !== name);
    this.#keep({ ...template, tokens, updatedAt: this.#isoNow() });
  }

  /** Removes a template. */
  remove(id: string): void {
    this.#templates.delete(id);
  }

  #keep(template: EventTemplate): EventTemplate {
    this.#templates.set(template.id, template);
    return template;
  }

  #freeId(): string {
    while (this.#templates.has(String(this.#nextId))) this.#nextId++;
    // The id of a template that is deleted later is not given out again: its events may still be on their way.
    return String(this.#nextId++);
  }

  #isoNow(): string {
    return new Date(this.#deps.now()).toISOString();
  }
}
