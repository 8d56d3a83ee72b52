/**
 * What the uniform random policy and two scripted ones score on every setting: `MEASURED`.
 * Written by test/studies/references.test.ts.
 */

export type Measured = 'random' | 'pibt' | 'pibt-swap'

/** Mean scores by environment and setting. */
export const MEASURED: Readonly<Record<string, Readonly<Record<Measured, number>>>> = {}
