/** A time that a request was signed with, and what may lie between it and now. */
export interface SignedTime {
  /** Name of the header, for the message. */
  header: string;
  /** When it was signed, in milliseconds since 1970. */
  signedAt: number;
  /** When it was received. */
  receivedAt: Date;
  /** Longest time between the two, either way, in seconds. */
  toleranceSeconds: number;
}

/**
 * Says what is wrong with the time of a signature; nothing where it is near enough. A captured request must not be good
 * for ever, and one dated ahead would stay good for longer than any other.
 */
export function describeUntimely(time: SignedTime): string | undefined {
  const { header, signedAt, receivedAt, toleranceSeconds } = time;
  const age = Math.floor(receivedAt.getTime() / 1000) - Math.floor(signedAt / 1000);
  if (Math.abs(age) <= toleranceSeconds) return undefined;
  const found = age > 0 ? `${age} seconds old` : `${-age} seconds in the future`;
  return `${header} is ${found}, at most ${toleranceSeconds} are taken; check the clocks of both sides`;
}
