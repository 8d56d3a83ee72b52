/** The tasks as one agent that gives all the same rule: `aggregationMeanField`, `kuramotoMeanField`, `vicsekMeanField`. */
import type { EnvironmentDefinition } from '@gauntlet/core'
import { type MeanFieldOptions, type MeanFieldParameters, meanField } from '../mean-field/mean-field.ts'
import { Space } from '../space.ts'
import { type AggregationParameters, aggregation } from './aggregation.ts'
import { turningExtent } from './turning-face.ts'
import { type TurningParameters, kuramoto, vicsek } from './turning.ts'

export const aggregationMeanField: EnvironmentDefinition<AggregationParameters & MeanFieldParameters> =
  meanField(aggregation, {
    extent({ box }) {
      const along = { low: -box, high: box, periodic: false }
      return [along, along]
    },
  })

/** Sums over neighbours lie, for agents all over the square that head the same way, about the share of it that they see. */
const turning: MeanFieldOptions<TurningParameters> = {
  extent: ({ space, side }) => turningExtent(new Space(space, side)),
  observed({ observation, radius, side }) {
    const seen = observation === 'means' ? 1 : Math.min(1, (Math.PI * radius * radius) / (side * side))
    return [
      [-seen, seen],
      [-seen, seen],
    ]
  },
}

export const kuramotoMeanField: EnvironmentDefinition<TurningParameters & MeanFieldParameters> = meanField(
  kuramoto,
  turning,
)

export const vicsekMeanField: EnvironmentDefinition<TurningParameters & MeanFieldParameters> = meanField(
  vicsek,
  turning,
)
