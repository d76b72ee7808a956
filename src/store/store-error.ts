/** What has to be kept cannot be written or read back. Says nothing about the input. The message is complete: what, where, what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
