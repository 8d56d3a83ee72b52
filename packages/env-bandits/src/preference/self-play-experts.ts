/** Experts of `bandits/dueling` that know the matrix: `SELF_PLAY_EXPERTS`, `selfPlay`. Symbols as in self-play.ts. */
import { type ExpertSpec, log } from '@gauntlet/core'
import type { PreferenceMatrix } from './preference-matrix.ts'
import { hedgeStep, inpoStep, nashMdStep } from './self-play.ts'

const TAU = 0.1
const NASH_MD_RATE = 0.1
const INPO_RATE = 1

export const SELF_PLAY_EXPERTS: readonly ExpertSpec[] = [
  {
    name: 'minimax-winner',
    description: 'Draws both arms from the Minimax Winner; a Condorcet winner where there is one',
    seesHiddenState: true,
    source: 'Dudík et al. 2015, Contextual dueling bandits, section 2',
  },
  {
    name: 'hedge',
    description: 'Draws both arms from iterate t of Hedge against itself, eta = sqrt(8 ln K / T)',
    seesHiddenState: true,
    source: 'Freund and Schapire 1999; Swamy et al. 2024, A minimaximalist approach to RLHF',
  },
  {
    name: 'nash-md',
    description: 'Draws both arms from iterate t of Nash-MD; uniform reference, tau 0.1, eta 0.1',
    seesHiddenState: true,
    source: 'Munos et al. 2024, Nash learning from human feedback, section 6',
  },
  {
    name: 'inpo',
    description: 'Draws both arms from iterate t of INPO; uniform reference, tau 0.1, eta 1',
    seesHiddenState: true,
    source: 'Zhang et al. 2025, Iterative Nash policy optimization, section 3',
  },
]

/**
 * The distribution over the matrix's arms that the named expert plays at step t, from 0; undefined where the name is
 * unknown. All start from uniform play. Iterates are computed once and kept, 8 K bytes for each step.
 */
export function selfPlay(
  name: string,
  matrix: PreferenceMatrix,
  winner: Float64Array,
  horizon: number,
): ((t: number) => Float64Array) | undefined {
  const { arms } = matrix
  const mu = new Float64Array(arms).fill(1 / arms)
  const rate = Math.sqrt((8 * log(arms)) / horizon)
  switch (name) {
    case 'minimax-winner':
      return () => winner
    case 'hedge':
      return iterates(mu, (pi) => hedgeStep(matrix, pi, rate))
    case 'nash-md':
      return iterates(mu, (pi) => nashMdStep(matrix, mu, pi, NASH_MD_RATE, TAU))
    case 'inpo':
      return iterates(mu, (pi) => inpoStep(matrix, mu, pi, INPO_RATE, TAU))
    default:
      return undefined
  }
}

function iterates(start: Float64Array, step: (pi: Float64Array) => void): (t: number) => Float64Array {
  const known = [Float64Array.from(start)]
  return (t) => {
    while (known.length <= t) {
      const pi = Float64Array.from(known[known.length - 1])
      step(pi)
      known.push(pi)
    }
    return known[t]
  }
}
