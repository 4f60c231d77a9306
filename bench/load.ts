/** How a server is loaded. */
export interface LoadOptions {
  /** Connections, each of which sends its next request once it has its answer. */
  connections: number;
  /** For how long, in milliseconds. */
  milliseconds: number;
}

/** What a server answered. */
export interface Load {
  /** How many answers came. */
  answers: number;
  /** How long it took, in milliseconds. */
  elapsed: number;
  /** How long each answer took, in milliseconds. */
  latencies: number[];
}

const decoder = new TextDecoder();

/** Writes a POST as it goes over the wire. */
export function writePost(
  path: string,
  { headers, body }: { headers: Record<string, string>; body: string },
): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const length = encoder.encode(body).length;
  const fields = { host: "127.0.0.1:8000", ...headers, "content-length": String(length) };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return encoder.encode(`POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`);
}

/**
 * Sends a server the same request again and again, over connections that stay open. It writes and reads bytes and no
 * more, because `fetch` takes longer to send a request than a server takes to answer it.
 *
 * @throws {Error} If an answer is not 202.
 */
export async function load(
  port: number,
  request: Uint8Array,
  { connections, milliseconds }: LoadOptions,
): Promise<Load> {
  const latencies: number[] = [];
  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, loadOne));
  const elapsed = performance.now() - started;
  return { answers: latencies.length, elapsed, latencies };

  async function loadOne(): Promise<void> {
    using connection = await WireConnection.open(port);
    for (let at = started; at < started + milliseconds;) {
      await connection.exchange(request);
      const now = performance.now();
      latencies.push(now - at);
      at = now;
    }
  }
}

/** One connection to a server on this machine. */
export class WireConnection implements Disposable {
  readonly #connection: Deno.TcpConn;
  readonly #buffer = new Uint8Array(64 * 1024);

  constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  /** Connects. */
  static async open(port: number): Promise<WireConnection> {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    connection.setNoDelay(true);
    return new WireConnection(connection);
  }

  /**
   * Sends a request and reads its answer to the end.
   *
   * @throws {Error} If the answer is not 202.
   */
  async exchange(request: Uint8Array): Promise<void> {
    for (let sent = 0; sent < request.length;) {
      sent += await this.#connection.write(request.subarray(sent));
    }
    let answer = "";
    while (!isWhole(answer)) {
      const length = await this.#connection.read(this.#buffer);
      if (length === null) throw new Error("The server hung up in the middle of its answer");
      answer += decoder.decode(this.#buffer.subarray(0, length));
    }
    if (!answer.startsWith("HTTP/1.1 202 ")) throw new Error(`Expected 202, found ${answer}`);
  }

  /** Hangs up. */
  [Symbol.dispose](): void {
    this.#connection.close();
  }
}

/** Whether an answer has come to its end. What is in it is ASCII, so that characters are bytes. */
function isWhole(answer: string): boolean {
  const end = answer.indexOf("\r\n\r\n");
  if (end === -1) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(answer)?.[1];
  return length === undefined
    ? answer.endsWith("\r\n0\r\n\r\n")
    : answer.length >= end + 4 + Number(length);
}
