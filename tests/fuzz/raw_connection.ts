import { connect } from "node:net";

/** A connection that says nothing for so long, in milliseconds, waits for its sender. */
const quietMs = 50;

/**
 * Writes text to a port of this machine, in two pieces if `cut` says where, and gives all that came back by the time that the
 * server closes, or neither side has anything to say. The connection is not ended before: some servers drop the answers to
 * whoever has nothing more to send.
 */
export function converse(port: number, text: string, cut = 0): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const received: string[] = [];
    socket.setEncoding("latin1").on("data", (piece) => received.push(String(piece)));
    // A server may cut the connection of whoever sends nonsense.
    socket.on("error", () => {});
    socket.on("close", () => resolve(received.join("")));
    socket.setTimeout(quietMs, () => socket.destroy());
    const bytes = new TextEncoder().encode(text);
    if (cut > 0) socket.write(bytes.subarray(0, cut));
    socket.write(bytes.subarray(cut));
  });
}

/** Statuses of the answers in what came back. */
export function statusesIn(answers: string): number[] {
  return [...answers.matchAll(/HTTP\/1\.[01] (\d{3})/g)].map(([, status]) => Number(status));
}
