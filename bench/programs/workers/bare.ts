import { handler } from "../handlers/bare.ts";

// Workers take their handlers from the default export.
export default handler;
