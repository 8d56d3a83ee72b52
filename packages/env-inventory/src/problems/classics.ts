/** The classic problems of inventory theory, over the network simulator: `classics`. */
import type { EnvironmentDefinition } from '@gauntlet/core'
import { beerGame } from './beer-game.ts'
import { fixedCost } from './fixed-cost.ts'
import { jointReplenishment } from './joint-replenishment.ts'
import { anyNetwork } from './network.ts'
import { newsvendorProblem } from './newsvendor.ts'
import { orGymNetwork, orGymSerial } from './or-gym.ts'

export const classics: readonly EnvironmentDefinition[] = [
  newsvendorProblem,
  fixedCost,
  jointReplenishment,
  beerGame,
  orGymSerial,
  orGymNetwork,
  anyNetwork,
]
