/** Settings of one request. */
export interface RequestOptions {
  /** Ends it with code `aborted`. Default: none. */
  signal?: AbortSignal;
}
