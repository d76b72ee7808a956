/** A set-up step that failed: what was being done, what exactly happened, and what the user can do about it. */
export class SetUpError extends Error {
  name = 'SetUpError';

  constructor(step, happened, advice) {
    super(`Cannot ${step}: ${happened}`);
    this.advice = advice;
  }
}

/** The user stopped the set-up. Not a failure: the process ends by the same signal. */
export class Interrupted extends Error {
  name = 'Interrupted';

  constructor(signal) {
    super(`Stopped by ${signal}`);
    this.signal = signal;
  }
}
