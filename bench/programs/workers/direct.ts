import { handler } from "../handlers/direct.ts";

// Workers take their handlers from the default export.
export default { fetch: (request: Request) => handler.fetch(request) };
