/** A generated page of docs/reference. */
export interface ReferencePage {
  /** From the repository's root. */
  readonly path: string;
  readonly text: () => string;
}
export declare const referencePages: readonly ReferencePage[];
