/**
 * What the uniform random policy and the scripted ones score on every setting, over 1000 episodes: `MEASURED`.
 * Written by test/navigation/studies/references.test.ts.
 */

export type Player = 'random' | 'straight' | 'barrier' | 'keep-right' | 'zero'

/** Mean scores by setting. */
export const MEASURED: Readonly<
  Record<string, Readonly<Record<'random' | 'barrier', number> & Partial<Record<Player, number>>>>
> = {
  swap: { random: 0, straight: 0, barrier: 0, 'keep-right': 0.8544, zero: 0 },
  crossing: { random: 0, straight: 0.9188, barrier: 0.9188, 'keep-right': 0.8926, zero: 0 },
  'random-8': { random: 0.0001, straight: 0.8892, barrier: 0.8892, 'keep-right': 0.8776, zero: 0.0034 },
  'random-16': { random: 0, straight: 0.8071, barrier: 0.8071, 'keep-right': 0.8012, zero: 0.0022 },
  corridor: { random: 0, straight: 0.4971, barrier: 0.4971, 'keep-right': 0.6478, zero: 0 },
  'swap-barrier': { random: 0.002, barrier: 0 },
  'crossing-barrier': { random: 0.8914, barrier: 0.9231 },
  'random-8-barrier': { random: 0.8681, barrier: 0.8982 },
  'random-16-barrier': { random: 0.7677, barrier: 0.8139 },
  'corridor-barrier': { random: 0.4902, barrier: 0.4976 },
  'random-8-free': { random: 0, straight: 0.358, barrier: 0.8892, 'keep-right': 0.8783, zero: 0.0034 },
}
