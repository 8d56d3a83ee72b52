/** Levels of policies for warehouses and stores: `TUNED_LEVELS`. Written by test/studies/tuned-levels.test.ts. */

/** By setting; levels and targets by edge, in units. */
export const TUNED_LEVELS: Readonly<
  Record<
    string,
    {
      readonly baseStock: readonly number[]
      readonly softmax: { readonly targets: readonly number[]; readonly scale: number }
    }
  >
> = {}
