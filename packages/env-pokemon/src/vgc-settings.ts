/** Settings of `pokemon/vgc`. */
import type { Evaluation, Setting } from '@gauntlet/core'
import type { VgcParameters } from './vgc.ts'

const EVALUATION: Evaluation<VgcParameters> = { episodes: 200, batch: 8, mode: 'sample' }

const references: Setting['references'] = {
  random: { score: 0.5, source: 'both sides play alike' },
  best: { score: 1, source: 'to win every battle' },
}

export const vgcSettings: Readonly<Record<string, Setting<VgcParameters>>> = {
  standard: {
    description: 'Regulation G with open team sheets, over the package’s eight teams',
    parameters: {},
    references,
    evaluation: EVALUATION,
  },
}
