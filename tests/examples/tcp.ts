import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server } from "node:net";

/** A Postgres that listens on a Unix socket, reached over TCP as it is where the examples run. */
export class PostgresOverTcp {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Listens on a free port for the server that `url` names by the folder of its socket. */
  static async listen(url: string): Promise<PostgresOverTcp> {
    const path = `${new URL(url).searchParams.get("host")}/.s.PGSQL.5432`;
    const server = createServer((client) => {
      const upstream = connect(path);
      client.pipe(upstream).pipe(client);
      // Whoever ends a connection may do so without a word.
      client.on("error", () => upstream.destroy());
      upstream.on("error", () => client.destroy());
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new PostgresOverTcp(server);
  }

  /** What to connect to. */
  get url(): string {
    const address: AddressInfo | string | null = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("It does not listen");
    return `postgres://postgres@127.0.0.1:${address.port}/postgres`;
  }

  /** Stops to listen. */
  close(): void {
    this.#server.close();
  }
}
