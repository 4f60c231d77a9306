import { Hono } from "hono";
import { gitHubSecret, type Handler } from "./handler.ts";

const secret = new TextEncoder().encode(gitHubSecret);
const algorithm = { name: "HMAC", hash: "SHA-256" };
const key = crypto.subtle.importKey("raw", secret, algorithm, false, ["verify"]);

/** Verifies the signature of a delivery, and hands what was delivered to `look`. */
export function verifyingHandler(look: (delivery: ArrayBuffer) => void): Handler {
  return new Hono().post("/github", async (context) => {
    const digits = context.req.header("x-hub-signature-256")?.slice("sha256=".length) ?? "";
    const signature = Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    const delivery = await context.req.arrayBuffer();
    const isSigned = await crypto.subtle.verify("HMAC", await key, signature, delivery);
    if (!isSigned) return context.json({ status: "unauthorized" }, 401);
    look(delivery);
    return context.json({ status: "accepted" }, 202);
  });
}

/** Verifies the signature of a delivery, and does not look into it. */
export const handler: Handler = verifyingHandler(() => {});
