/**
 * What policies score on every setting of `inventory/lot-sizing`: `LOT_SIZING_SCORES`.
 * Written by test/studies/lot-sizing-references.test.ts.
 */

export type MeasuredPolicy = 'random' | 'idle' | 'static-assignment' | 'lazy-switching'

/** Mean cost of an episode, and its standard error. */
export type MeasuredPlant = Readonly<
  Record<MeasuredPolicy, { readonly cost: number; readonly error: number; readonly episodes: number }>
>

export const LOT_SIZING_SCORES: Readonly<Record<string, MeasuredPlant>> = {
  '4x2': {
    random: { cost: 2511.5, error: 5.1, episodes: 1000 },
    idle: { cost: 1058.8, error: 1.3, episodes: 1000 },
    'static-assignment': { cost: 215.4, error: 0.4, episodes: 1000 },
    'lazy-switching': { cost: 210.3, error: 0.4, episodes: 1000 },
  },
  '15x5': {
    random: { cost: 10467.7, error: 8.2, episodes: 1000 },
    idle: { cost: 5648.1, error: 2.9, episodes: 1000 },
    'static-assignment': { cost: 1748.6, error: 1.4, episodes: 1000 },
    'lazy-switching': { cost: 1427.9, error: 3.0, episodes: 1000 },
  },
  '15x5-published': {
    random: { cost: 12776.7, error: 8.7, episodes: 1000 },
    idle: { cost: 5648.1, error: 2.9, episodes: 1000 },
    'static-assignment': { cost: 2110.9, error: 1.4, episodes: 1000 },
    'lazy-switching': { cost: 1521.5, error: 1.9, episodes: 1000 },
  },
  '20x10': {
    random: { cost: 19783.7, error: 9.9, episodes: 1000 },
    idle: { cost: 7536.0, error: 3.3, episodes: 1000 },
    'static-assignment': { cost: 1177.1, error: 0.6, episodes: 1000 },
    'lazy-switching': { cost: 1521.7, error: 8.0, episodes: 1000 },
  },
  '20x10-published': {
    random: { cost: 22279.2, error: 10.4, episodes: 1000 },
    idle: { cost: 7536.0, error: 3.3, episodes: 1000 },
    'static-assignment': { cost: 1907.6, error: 0.6, episodes: 1000 },
    'lazy-switching': { cost: 1825.7, error: 2.2, episodes: 1000 },
  },
  '25x10': {
    random: { cost: 23723.6, error: 11.6, episodes: 1000 },
    idle: { cost: 12421.4, error: 4.7, episodes: 1000 },
    'static-assignment': { cost: 4545.0, error: 2.4, episodes: 1000 },
    'lazy-switching': { cost: 2543.3, error: 2.0, episodes: 1000 },
  },
  '25x10-published': {
    random: { cost: 27869.6, error: 12.1, episodes: 1000 },
    idle: { cost: 12421.4, error: 4.7, episodes: 1000 },
    'static-assignment': { cost: 5279.3, error: 2.4, episodes: 1000 },
    'lazy-switching': { cost: 2549.5, error: 2.0, episodes: 1000 },
  },
  '25x15': {
    random: { cost: 30112.0, error: 11.6, episodes: 1000 },
    idle: { cost: 10923.4, error: 4.2, episodes: 1000 },
    'static-assignment': { cost: 1369.9, error: 0.6, episodes: 1000 },
    'lazy-switching': { cost: 1892.4, error: 10.4, episodes: 1000 },
  },
  '25x15-published': {
    random: { cost: 33846.0, error: 12.6, episodes: 1000 },
    idle: { cost: 10923.4, error: 4.2, episodes: 1000 },
    'static-assignment': { cost: 2413.7, error: 1.2, episodes: 1000 },
    'lazy-switching': { cost: 2327.2, error: 2.4, episodes: 1000 },
  },
  '30x10': {
    random: { cost: 9718.9, error: 9.5, episodes: 1000 },
    idle: { cost: 12056.7, error: 4.4, episodes: 1000 },
    'static-assignment': { cost: 4060.1, error: 2.2, episodes: 1000 },
    'lazy-switching': { cost: 2372.4, error: 1.4, episodes: 1000 },
  },
  '30x10-published': {
    random: { cost: 12179.9, error: 10.2, episodes: 1000 },
    idle: { cost: 12056.7, error: 4.4, episodes: 1000 },
    'static-assignment': { cost: 4797.4, error: 2.2, episodes: 1000 },
    'lazy-switching': { cost: 2372.4, error: 1.4, episodes: 1000 },
  },
  '30x15': {
    random: { cost: 9770.5, error: 6.2, episodes: 1000 },
    idle: { cost: 10556.7, error: 4.0, episodes: 1000 },
    'static-assignment': { cost: 1558.8, error: 0.4, episodes: 1000 },
    'lazy-switching': { cost: 2188.2, error: 2.0, episodes: 1000 },
  },
  '30x15-published': {
    random: { cost: 11572.1, error: 9.9, episodes: 1000 },
    idle: { cost: 10556.7, error: 4.0, episodes: 1000 },
    'static-assignment': { cost: 2572.6, error: 1.4, episodes: 1000 },
    'lazy-switching': { cost: 2188.2, error: 2.0, episodes: 1000 },
  },
}
