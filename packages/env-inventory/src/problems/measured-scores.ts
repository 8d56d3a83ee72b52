/** What the uniform random policy scores on every setting: `MEASURED`. Written by test/studies/references.test.ts. */

export type Measured = 'random' | 'best'

/** Mean scores by environment and setting. */
export const MEASURED: Readonly<Record<string, Readonly<Record<string, number>>>> = {}
