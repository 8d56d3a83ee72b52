/** Settings of `pokemon/vgc`. */
import type { Evaluation, Setting } from '@gauntlet/core'
import type { VgcParameters } from './vgc.ts'

type VgcSetting = Setting<VgcParameters>

const EVALUATION: Evaluation<VgcParameters> = { episodes: 100, batch: 4, mode: 'sample' }

const NONE: VgcSetting['references'] = {
  random: { score: Number.NaN, source: 'not measured' },
  best: { score: Number.NaN, source: 'not measured' },
}

/** Scores of the uniform random policy and of calc-greedy: 400 battles, 100 under each of the seeds 0 to 3. */
const measured = (random: number, best: number): VgcSetting['references'] => ({
  random: { score: random, source: 'uniform random policy', episodes: 400 },
  best: { score: best, source: 'pokemon/calc-greedy', episodes: 400 },
})

/** A setting whose players are told the compact view; whoever plays by a rule reads neither. */
function setting(
  description: string,
  parameters: Partial<VgcParameters>,
  references: VgcSetting['references'] = NONE,
  evaluation: Partial<Evaluation<VgcParameters>> = {},
): VgcSetting {
  return {
    description,
    parameters: { observation: 'compact', ...parameters },
    references,
    evaluation: { ...EVALUATION, ...evaluation },
  }
}

/** Scores are win rates against the environment's opponents: random play, max-base-power and simple-heuristics alike. */
export const vgcSettings: Readonly<Record<string, VgcSetting>> = {
  standard: setting(
    'Regulation G with open team sheets, over the package’s eight teams',
    {},
    measured(0.235, 0.74),
  ),
  quick: setting('As standard, over 20 battles', {}, measured(0.235, 0.74), { episodes: 20 }),
  closed: setting(
    'Regulation G with closed team sheets',
    { format: 'reg-g-closed' },
    measured(0.2175, 0.765),
  ),
  'reg-h': setting(
    'Regulation H, without restricted legendaries, over the package’s four teams',
    {
      format: 'reg-h',
    },
    measured(0.205, 0.7375),
  ),
  'reg-i': setting(
    'Regulation I, two restricted legendaries, over the package’s four teams',
    {
      format: 'reg-i',
    },
    measured(0.235, 0.7925),
  ),
  tokens: setting('Regulation G, seen as twelve tokens', { observation: 'tokens' }, measured(0.235, 0.74)),
  pair: setting('One pair of teams: the learner plays either side', {
    first: 'miraidon-balance',
    second: 'shadow-rider',
  }),
  'pair-tokens': setting('As pair, seen as twelve tokens', {
    observation: 'tokens',
    first: 'miraidon-balance',
    second: 'shadow-rider',
  }),
  'held-out-1': setting(
    'Trained with one team of regulation G, played with four others',
    { count: 1 },
    NONE,
    { parameters: { skip: 4, count: 4 } },
  ),
  'held-out-4': setting(
    'Trained with four teams of regulation G, played with four others',
    { count: 4 },
    NONE,
    { parameters: { skip: 4, count: 4 } },
  ),
}
