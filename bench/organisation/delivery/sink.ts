/** Where delivered copies of events go. */

export interface Copy {
  readonly text: string;
  readonly atMs: number;
}

export interface Sink {
  /** Without this only copies are handed over, one by one. */
  readonly wantsFiles: boolean;
  readonly copy: (copy: Copy) => void;
  /** A whole file, below the root of the bucket. Resolves once there is room for more. */
  readonly file: (path: string, texts: readonly string[], isCloudTrail: boolean) => Promise<void>;
  readonly end: () => Promise<void>;
}
