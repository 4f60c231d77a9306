/** Settings of the deliveries page; exactly one of them opens it. */
export interface DeliveriesOptions {
  /** Password that opens the page, of at least 12 characters; a cookie then lasts for 12 hours. */
  password?: string;
  /**
   * Says who may see the page and act on it, where something else knows that, such as a proxy that signs people in.
   * What it throws counts as no.
   */
  authorize?: (request: Request) => boolean | Promise<boolean>;
}

/** Shortest password, in characters: whoever has the page can see what everybody does. */
const leastPassword = 12;

/**
 * Checks the settings of the page. No message holds the password.
 *
 * @throws {TypeError} If neither or both are given, or one of another kind.
 * @throws {RangeError} If the password is too short.
 */
export function checkDeliveries({ password, authorize }: DeliveriesOptions): void {
  if ((password === undefined) === (authorize === undefined)) {
    throw new TypeError(
      "Cannot make the deliveries page: it must have either a password or authorize: " +
        (password === undefined ? "it has neither" : "it has both"),
    );
  }
  refuseKind("password", password, "string");
  refuseKind("authorize", authorize, "function");
  if (password !== undefined && password.length < leastPassword) {
    throw new RangeError(
      `Cannot make the deliveries page: password must have at least ${leastPassword} characters: ` +
        `it has ${password.length}`,
    );
  }
}

function refuseKind(name: string, value: unknown, kind: "string" | "function"): void {
  if (value === undefined || typeof value === kind) return;
  throw new TypeError(
    `Cannot make the deliveries page: ${name} must be a ${kind}: it is ${typeof value}`,
  );
}
