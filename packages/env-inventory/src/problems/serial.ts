/** The environment `inventory/serial`. */
import { ParameterError, integers, number, numbers } from '@gauntlet/core'
import { LONGEST_LEAD_TIME } from '../network/build-network.ts'
import { describeDistribution } from '../network/distribution-network.ts'
import {
  type CommonParameters,
  type NetworkEnvironmentDefinition,
  commonSchema,
  defineNetworkEnvironment,
} from './common-parameters.ts'
import { serialExperts } from './serial-experts.ts'
import { serialSettings } from './serial-settings.ts'

export interface SerialParameters extends CommonParameters {
  readonly leadTimes: readonly number[]
  readonly holdingCosts: readonly number[]
  readonly underageCost: number
}

const ID = 'inventory/serial'

/**
 * Stages in a row: the first serves customers, who wait; each orders from the next, the last from a supplier.
 *
 * Shapes: observations [batch, 1, sum of lead times, those of the third stage and on padded to the longest]; actions
 * [batch, 1, stages]: what each stage orders, which is cut to what the next one has.
 * Source: Clark and Scarf 1960, "Optimal policies for a multi-echelon inventory problem"; Alvo et al. 2023, section 5.
 */
export const serial: NetworkEnvironmentDefinition<SerialParameters> =
  defineNetworkEnvironment<SerialParameters>({
    id: ID,
    version: 1,
    summary: 'Stages in a row, of which the first serves customers who wait',
    source: 'Clark and Scarf 1960, Management Science 6(4); Alvo et al. 2023, arXiv 2306.11246, section 5',
    parameters: {
      ...commonSchema({ demand: 'normal', means: [5], deviations: [2], clip: true }),
      leadTimes: integers({
        description: 'Lead time into each stage, from the store up; at least two stages',
        unit: 'periods',
        default: [4, 3, 4, 2],
        minimum: 1,
        maximum: LONGEST_LEAD_TIME,
        minimumLength: 2,
        maximumLength: 64,
      }),
      holdingCosts: numbers({
        description: 'Cost of a unit left at each stage at the end of a period, from the store up',
        default: [1, 0.5, 0.2, 0.1],
        minimum: 0,
        minimumLength: 2,
        maximumLength: 64,
      }),
      underageCost: number({
        description: 'Cost of a unit owed to a customer, for every period',
        default: 9,
        minimum: 0,
      }),
    },
    settings: serialSettings,
    rules({ leadTimes, holdingCosts, underageCost }) {
      if (holdingCosts.length !== leadTimes.length) {
        throw new ParameterError(
          `${ID}.holdingCosts`,
          holdingCosts,
          `${leadTimes.length}, as many as lead times`,
        )
      }
      return {
        network: describeDistribution({
          leadTimes: [[leadTimes[0]]],
          holdingCosts: [holdingCosts[0]],
          underageCosts: [underageCost],
          warehouseLeadTimes: [leadTimes[1]],
          warehouseHoldingCosts: [holdingCosts[1]],
          echelonLeadTimes: leadTimes.slice(2).toReversed(),
          echelonHoldingCosts: holdingCosts.slice(2).toReversed(),
          unmetDemand: 'backlogged',
        }),
        initialStock: [0, 1],
      }
    },
    experts: serialExperts,
  })
