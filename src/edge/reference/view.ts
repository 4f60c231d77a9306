import { html } from "hono/html";
import type { Markup } from "../../page/markup.ts";

/** The part of an OpenAPI document that is drawn. */
export interface DrawnDocument {
  /** What it is about. */
  info: { title: string; description: string };
  /** What can be done at each path, by method. */
  paths: Record<string, Record<string, DrawnOperation>>;
  /** Shapes, by name. */
  components: { schemas: Record<string, unknown> };
}

/** What can be done at a path. */
export interface DrawnOperation {
  /** What it does. */
  summary: string;
  /** What it asks for. */
  security?: readonly unknown[];
  /** What can be said in headers and path. */
  parameters?: readonly { name: string; description?: string }[];
  /** What is sent with it, by media type. */
  requestBody?: { content: Record<string, { schema: unknown }> };
  /** Answers, by status. */
  responses: Record<string, { description: string }>;
}

/** A page that draws an OpenAPI document, without a script and without anything from elsewhere. */
export function referenceView({ info, paths, components }: DrawnDocument): Markup {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationView(path, method, operation))
  );
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>${info.title}</title>
        <link rel="stylesheet" href="reference/style.css">
      </head>
      <body>
        <a class="skip" href="#main">Skip to the reference</a>
        <header class="bar">
          <div><a href="reference">Hubline</a></div>
        </header>
        <main id="main" tabindex="-1">
          <h1>${info.title}</h1>
          <p>${info.description} <a href="openapi.json">As OpenAPI</a></p>
          ${operations}
          <h2>Shapes</h2>
          ${Object.entries(components.schemas).map(([name, schema]) =>
            html`
              <details id="${name}">
                <summary>${name}</summary>
                <pre tabindex="0">${JSON.stringify(schema, null, 2)}</pre>
              </details>
            `
          )}
        </main>
      </body>
    </html>
  `;
}

function operationView(path: string, method: string, operation: DrawnOperation): Markup {
  const { summary, security = [], parameters = [], requestBody, responses } = operation;
  const answers = Object.entries(responses)
    .map(([status, { description }]) =>
      html`
        <dt>${status}</dt>
        <dd>${description}</dd>
      `
    );
  const said = parameters
    .map(({ name, description = "" }) =>
      html`
        <dt>${name}</dt>
        <dd>${description}</dd>
      `
    );
  const bodies = Object.entries(requestBody?.content ?? {})
    .map(([type, { schema }]) =>
      html`
        <dt>${type}</dt>
        <dd>${shapesIn(schema)}</dd>
      `
    );
  return html`
    <section>
      <h2><span class="method">${method.toUpperCase()}</span><span class="mono">${path}</span></h2>
      <p>${summary}${security.length === 0 ? "" : "; with Authorization: Bearer and the token"}</p>
      ${said.length === 0 ? "" : html`
        <h3>Headers and path</h3>
        <dl>${said}</dl>
      `}
      ${bodies.length === 0 ? "" : html`
        <h3>Body</h3>
        <dl>${bodies}</dl>
      `}
      <h3>Answers</h3>
      <dl>${answers}</dl>
    </section>
  `;
}

/** Leads to each of the shapes that a schema refers to. */
function shapesIn(schema: unknown): Markup[] {
  const references = JSON.stringify(schema).matchAll(/"#\/components\/schemas\/(\w+)"/g);
  return [...references].map(([, name], place) =>
    html`${place === 0 ? "" : " or "}<a href="#${name}">${name}</a>`
  );
}
