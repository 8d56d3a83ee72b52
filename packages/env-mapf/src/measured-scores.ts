/**
 * What the uniform random policy and two scripted ones score on every setting: `MEASURED`.
 * Written by test/studies/references.test.ts.
 */

export type Measured = 'random' | 'pibt' | 'pibt-swap'

/** Mean scores by environment and setting. */
export const MEASURED: Readonly<Record<string, Readonly<Record<Measured, number>>>> = {
  'mapf/lifelong:small-4': { random: 0.052835, pibt: 0.73074, 'pibt-swap': 0.75646 },
  'mapf/lifelong:random-8': { random: 0.015759, pibt: 0.60594, 'pibt-swap': 0.60858 },
  'mapf/lifelong:random-16': { random: 0.030545, pibt: 1.1545, 'pibt-swap': 1.1781 },
  'mapf/lifelong:random-24': { random: 0.041992, pibt: 1.5543, 'pibt-swap': 1.6377 },
  'mapf/lifelong:random-32': { random: 0.050916, pibt: 1.8149, 'pibt-swap': 1.9997 },
  'mapf/lifelong:random-48': { random: 0.070651, pibt: 2.1803, 'pibt-swap': 2.6254 },
  'mapf/lifelong:random-64': { random: 0.087122, pibt: 2.4266, 'pibt-swap': 3.088 },
  'mapf/lifelong:mazes-8': { random: 0.0042358, pibt: 0.45453, 'pibt-swap': 0.45363 },
  'mapf/lifelong:mazes-16': { random: 0.0077545, pibt: 0.83448, 'pibt-swap': 0.83356 },
  'mapf/lifelong:mazes-24': { random: 0.011456, pibt: 1.1155, 'pibt-swap': 1.1264 },
  'mapf/lifelong:mazes-32': { random: 0.015201, pibt: 1.3278, 'pibt-swap': 1.3501 },
  'mapf/lifelong:mazes-48': { random: 0.020801, pibt: 1.5919, 'pibt-swap': 1.6388 },
  'mapf/lifelong:mazes-64': { random: 0.025293, pibt: 1.7336, 'pibt-swap': 1.8255 },
  'mapf/lifelong:warehouse-32': { random: 0.0060638, pibt: 0.99752, 'pibt-swap': 0.99276 },
  'mapf/lifelong:warehouse-64': { random: 0.010892, pibt: 1.9242, 'pibt-swap': 1.9085 },
  'mapf/lifelong:warehouse-96': { random: 0.016348, pibt: 2.7841, 'pibt-swap': 2.7523 },
  'mapf/lifelong:warehouse-128': { random: 0.02124, pibt: 3.5638, 'pibt-swap': 3.5106 },
  'mapf/lifelong:warehouse-160': { random: 0.025909, pibt: 4.2766, 'pibt-swap': 4.1934 },
  'mapf/lifelong:warehouse-192': { random: 0.030478, pibt: 4.9062, 'pibt-swap': 4.789 },
  'mapf/oneshot:small-4': { random: 255.27, pibt: 31.639, 'pibt-swap': 27.882 },
  'mapf/oneshot:small-4-finish': { random: 198.06, pibt: 25.129, 'pibt-swap': 24.6 },
  'mapf/oneshot:random-8': { random: 1023.8, pibt: 128.09, 'pibt-swap': 127.44 },
  'mapf/oneshot:random-16': { random: 2047.7, pibt: 276.49, 'pibt-swap': 276.08 },
  'mapf/oneshot:random-24': { random: 3071.6, pibt: 444.29, 'pibt-swap': 443.34 },
  'mapf/oneshot:random-32': { random: 4095.4, pibt: 650.03, 'pibt-swap': 634.36 },
  'mapf/oneshot:random-48': { random: 6143.1, pibt: 1140.1, 'pibt-swap': 1076.6 },
  'mapf/oneshot:random-64': { random: 8190.7, pibt: 1764.8, 'pibt-swap': 1632.3 },
  'mapf/oneshot:mazes-8': { random: 1024.0, pibt: 154.64, 'pibt-swap': 144.27 },
  'mapf/oneshot:mazes-16': { random: 2047.9, pibt: 413.61, 'pibt-swap': 341.18 },
  'mapf/oneshot:mazes-24': { random: 3071.8, pibt: 714.21, 'pibt-swap': 580.18 },
  'mapf/oneshot:mazes-32': { random: 4095.7, pibt: 1105.9, 'pibt-swap': 875.72 },
  'mapf/oneshot:mazes-48': { random: 6143.6, pibt: 2130.3, 'pibt-swap': 1647.0 },
  'mapf/oneshot:mazes-64': { random: 8191.3, pibt: 3586.8, 'pibt-swap': 2777.5 },
  'mapf/oneshot:warehouse-32': { random: 4096.0, pibt: 1010.4, 'pibt-swap': 1032.0 },
  'mapf/oneshot:warehouse-64': { random: 8191.9, pibt: 2200.1, 'pibt-swap': 2278.4 },
  'mapf/oneshot:warehouse-96': { random: 12288, pibt: 3566.4, 'pibt-swap': 3709.4 },
  'mapf/oneshot:warehouse-128': { random: 16384, pibt: 5073.6, 'pibt-swap': 5310.0 },
  'mapf/oneshot:warehouse-160': { random: 20480, pibt: 6771.9, 'pibt-swap': 7102.0 },
  'mapf/oneshot:warehouse-192': { random: 24576, pibt: 8612.5, 'pibt-swap': 9036.7 },
}
