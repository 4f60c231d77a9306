import { handler } from "../handlers/empty.ts";

// Workers take their handlers from the default export.
export default handler;
