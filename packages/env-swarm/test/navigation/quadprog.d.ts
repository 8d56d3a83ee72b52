/** The parts of `quadprog` 1.6.1 that tests use; the package brings no types. Arrays begin at 1. */
declare module 'quadprog' {
  /** Minimises x'Dx / 2 - d'x subject to A'x >= b; overwrites what it is given. `message` is empty where it succeeds. */
  export function solveQP(
    D: number[][],
    d: number[],
    A: number[][],
    b: number[],
  ): { readonly solution: readonly number[]; readonly message: string }
}
