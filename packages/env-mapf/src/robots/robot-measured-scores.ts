/**
 * Tasks that the uniform random policy and PIBT finish in each setting of robots: `ROBOT_MEASURED`.
 * Written by test/studies/robot-references.test.ts.
 */

/** Mean scores by setting. */
export const ROBOT_MEASURED: Readonly<Record<string, Readonly<Record<'random' | 'pibt', number>>>> = {
  'small-4': { random: 1.75, pibt: 48.031 },
  'v1-random-50': { random: 0.11719, pibt: 634.04 },
  'random-100': { random: 1.3281, pibt: 881.27 },
  'rooms-50': { random: 0.4375, pibt: 285.73 },
  'warehouse-100': { random: 0.24219, pibt: 516.77 },
  'sortation-40': { random: 0.17188, pibt: 457.87 },
  'delays-100': { random: 0.99219, pibt: 862.96 },
}
