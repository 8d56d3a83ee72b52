/** From parameters to demand: `demandModel`. */
import { ParameterError } from '@gauntlet/core'
import { readDemandSeries } from '../series/demand-series.ts'
import { seriesDemand } from '../series/series-demand.ts'
import { autoregressiveDemand } from './autoregressive-demand.ts'
import { binomialDemand } from './binomial-demand.ts'
import { constantDemand, sequenceDemand } from './constant-demand.ts'
import type { DemandModel } from './demand-model.ts'
import type { DemandKind, DemandParameters } from './demand-parameters.ts'
import { geometricDemand } from './geometric-demand.ts'
import { markovDemand } from './markov-demand.ts'
import { negativeBinomialDemand } from './negative-binomial-demand.ts'
import { normalDemand } from './normal-demand.ts'
import { poissonDemand } from './poisson-demand.ts'
import { uniformDemand } from './uniform-demand.ts'

/** Lists that hold one number, one for each store, or one for each store of each regime. */
const LAID_OUT = ['means', 'deviations', 'trials'] as const

/** What makes a model of parameters whose lists hold one number for each store. */
type Make = (parameters: DemandParameters, stores: number, path: string) => DemandModel

const MAKE: Readonly<Record<DemandKind, Make>> = {
  poisson: (parameters, _, path) => poissonDemand(parameters, path),
  uniform: (parameters, _, path) => uniformDemand(parameters, path),
  normal: (parameters, _, path) => normalDemand(parameters, path),
  geometric: (parameters, _, path) => geometricDemand(parameters, path),
  'negative-binomial': (parameters, _, path) => negativeBinomialDemand(parameters, path),
  binomial: (parameters, _, path) => binomialDemand(parameters, path),
  autoregressive: (parameters, stores, path) => {
    const persistence = perStore(parameters.persistence, stores, 1, 0, `${path}.persistence`)
    return autoregressiveDemand({ ...parameters, persistence }, path)
  },
  constant: (parameters, _, path) => constantDemand(parameters, path),
  sequence: ({ sequence }, stores, path) => sequenceDemand({ stores, sequence }, path),
  series: windowOfSeries,
}

/** Fields that say nothing unless demand is a series, and what they are else. */
const OF_SERIES = { series: null, firstPeriod: 0, endPeriod: 0, history: 0 } as const

function refuseSeries(parameters: DemandParameters, path: string): void {
  for (const field of Object.keys(OF_SERIES) as (keyof typeof OF_SERIES)[]) {
    if (parameters[field] === OF_SERIES[field]) continue
    const given = field === 'series' ? `the file ${parameters.series!.name}` : parameters[field]
    const allowed = `${OF_SERIES[field]} where demand is ${parameters.demand}; demand: series plays a series`
    throw new ParameterError(`${path}.${field}`, given, allowed)
  }
}

/** Models of files that were read: describing an environment and making it need the same, which keeps no state. */
const known = new WeakMap<Uint8Array, Map<string, DemandModel>>()

function windowOfSeries(
  { series, firstPeriod, endPeriod, history, clip }: DemandParameters,
  stores: number,
  path: string,
): DemandModel {
  if (series === null) throw new ParameterError(`${path}.series`, series, 'a file of CSV, NPY or Parquet')
  const models = known.get(series.bytes) ?? new Map<string, DemandModel>()
  known.set(series.bytes, models)
  const key = [stores, firstPeriod, endPeriod, history, clip].join(' ')
  const found = models.get(key)
  if (found !== undefined) return found
  const read = readDemandSeries(series, stores)
  const window = { firstPeriod, endPeriod: endPeriod === 0 ? read.periods : endPeriod, history, clip }
  const model = seriesDemand(read, window, path)
  models.set(key, model)
  return model
}

/**
 * The demand model that parameters describe; synchronous, whatever file they hold.
 *
 * Several regimes, by `transitions`, modulate demand that is independent over periods.
 * @param path the owner of the parameters in messages: `inventory/network`
 * Errors: ParameterError naming the field where lists fit neither one store nor all, what they say is no demand, or a
 * series or a part of it is named though demand is another.
 */
export function demandModel(parameters: DemandParameters, stores: number, path: string): DemandModel {
  const { demand, transitions } = parameters
  if (demand !== 'series') refuseSeries(parameters, path)
  const regimes = Math.floor(Math.sqrt(transitions.length))
  if (regimes * regimes !== transitions.length || (regimes === 1 && transitions[0] !== 1)) {
    throw new ParameterError(`${path}.transitions`, transitions, '1, or regimes times regimes probabilities')
  }
  const models = Array.from({ length: regimes }, (_, k) => {
    // A series or a sequence says itself what each store asks for.
    const laidOut = demand === 'series' || demand === 'sequence' ? [] : LAID_OUT
    const lists = laidOut.map((name) => [
      name,
      perStore(parameters[name], stores, regimes, k, `${path}.${name}`),
    ])
    const owner = regimes === 1 ? path : `${path} (regime ${k})`
    return MAKE[demand]({ ...parameters, ...Object.fromEntries(lists) }, stores, owner)
  })
  if (regimes === 1) return models[0]
  if (models[0].stateSize === 0) return markovDemand({ regimes: models, transitions }, path)
  throw new ParameterError(`${path}.transitions`, transitions, `1 with ${demand} demand, which has a memory`)
}

/** [stores]: the part of a list that is regime k's. */
function perStore(
  list: readonly number[],
  stores: number,
  regimes: number,
  k: number,
  path: string,
): readonly number[] {
  if (list.length === 1) return Array.from({ length: stores }, () => list[0])
  if (list.length === stores) return list
  if (list.length === stores * regimes) return list.slice(k * stores, (k + 1) * stores)
  const each = stores === 1 ? '' : `, ${stores} for ${stores} stores`
  const modulated = regimes === 1 ? '' : `, or ${stores * regimes} for those of ${regimes} regimes`
  throw new ParameterError(path, list, `1 number${each}${modulated}`)
}
