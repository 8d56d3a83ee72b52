/** The environment `inventory/beer-game`. */
import { integer, number, numbers } from '@gauntlet/core'
import { LONGEST_LEAD_TIME } from '../network/build-network.ts'
import type { NetworkDescription } from '../network/network.ts'
import { beerGameExperts } from './beer-game-experts.ts'
import { beerGameSettings } from './beer-game-settings.ts'
import {
  type CommonParameters,
  type NetworkEnvironmentDefinition,
  commonSchema,
  defineNetworkEnvironment,
} from './common-parameters.ts'
import { listFor } from './lists.ts'

export interface BeerGameParameters extends CommonParameters {
  readonly stages: number
  readonly orderDelay: number
  readonly shipmentDelay: number
  readonly productionDelay: number
  readonly holdingCosts: readonly number[]
  readonly underageCosts: readonly number[]
  readonly stock: number
  readonly flow: number
}

const ID = 'inventory/beer-game'

const PLAYERS = ['retailer', 'wholesaler', 'distributor', 'factory']

/**
 * The beer distribution game: stages in a row, each of which owes what it cannot ship, with orders that travel too.
 *
 * A step is a week, from one decision to the next: players write the orders that stand at the end of the week before,
 * then the week begins: shipments arrive, orders that have travelled arrive and are filled, customers come, costs fall
 * due. On the board an order of week t is filled in week t + 2, and what is shipped in week t arrives in week t + 2; what a
 * factory asks to be brewed is there after three weeks. Players of the board make their first decision after the
 * first week; here they make one before it, in place of the slip that the board begins with.
 *
 * Shapes: observations [batch, 1, all rows of stock, orders on their way, what is owed, past demand]; actions [batch, 1,
 * stages]: what each stage orders, the retailer first. With `control: nodes` [batch, stages, …] and [batch, stages, 1].
 * Source: Sterman 1989, "Modeling managerial behavior: misperceptions of feedback in a dynamic decision making experiment",
 * Management Science 35(3).
 */
export const beerGame: NetworkEnvironmentDefinition<BeerGameParameters> =
  defineNetworkEnvironment<BeerGameParameters>({
    id: ID,
    version: 1,
    summary: 'The beer distribution game: four stages, orders that travel, and debts at every stage',
    source: 'Sterman 1989, Management Science 35(3); Oroojlooyjadid et al. 2022, M&SOM 24(1)',
    parameters: {
      ...commonSchema({
        demand: 'sequence',
        sequence: [4, 4, 4, 4, 8],
        horizon: 36,
        warmUp: 0,
        orders: 'whole',
        pastDemand: 1,
      }),
      stages: integer({
        description: 'Stages, of which the last one brews',
        default: 4,
        minimum: 2,
        maximum: 64,
      }),
      orderDelay: integer({
        description: 'Weeks from an order to that in which it is filled',
        unit: 'weeks',
        default: 2,
        minimum: 1,
        maximum: LONGEST_LEAD_TIME,
      }),
      shipmentDelay: integer({
        description: 'Weeks from a shipment to that in which it arrives',
        unit: 'weeks',
        default: 2,
        minimum: 1,
        maximum: LONGEST_LEAD_TIME,
      }),
      productionDelay: integer({
        description: 'Weeks from what the last stage asks to be brewed to that in which it is there',
        unit: 'weeks',
        default: 3,
        minimum: 2,
        maximum: LONGEST_LEAD_TIME,
      }),
      holdingCosts: numbers({
        description: 'Cost of a unit left at the end of a week, for all stages or each from the retailer up',
        default: [0.5],
        minimum: 0,
        minimumLength: 1,
      }),
      underageCosts: numbers({
        description: 'Cost of a unit owed at the end of a week, for all stages or each from the retailer up',
        default: [1],
        minimum: 0,
        minimumLength: 1,
      }),
      stock: number({
        description: 'Units at each stage when the game begins',
        unit: 'units',
        default: 12,
        minimum: 0,
      }),
      flow: number({
        description: 'Units in every week of every shipment and order on its way when the game begins',
        unit: 'units',
        default: 4,
        minimum: 0,
      }),
    },
    settings: beerGameSettings,
    rules: (parameters) => ({
      network: beerGameNetwork(parameters),
      finite: true,
      scored: 'total',
    }),
    experts: (_, { flow }) => beerGameExperts(flow),
  })

/** The network of a game. Errors: ParameterError where costs fit neither one stage nor all. */
export function beerGameNetwork(parameters: BeerGameParameters): NetworkDescription {
  const { stages, orderDelay, shipmentDelay, productionDelay, stock, flow } = parameters
  const list = (name: 'holdingCosts' | 'underageCosts'): readonly number[] =>
    listFor(parameters[name], stages, `${ID}.${name}`, 'stages')
  const [holdingCosts, underageCosts] = [list('holdingCosts'), list('underageCosts')]
  const names = Array.from({ length: stages }, (_, k) => (stages === 4 ? PLAYERS[k] : `stage ${k + 1}`))
  const flows = (weeks: number): number[] => Array.from({ length: weeks }, () => flow)
  return {
    nodes: [
      ...names.map((name, k) => ({
        name,
        kind: k === 0 ? ('store' as const) : ('warehouse' as const),
        // What arrives in the first week is there when it begins.
        stock: stock + flow,
        holdingCost: holdingCosts[k],
        underageCost: underageCosts[k],
      })),
      { name: 'brewery', kind: 'supplier' },
    ],
    // The slip that is written before a week begins has travelled for a week already.
    edges: names.map((target, k) =>
      k < stages - 1
        ? {
            source: names[k + 1],
            target,
            leadTime: shipmentDelay,
            orderDelay: orderDelay - 1,
            underWay: flows(shipmentDelay - 1),
            ordered: flows(orderDelay - 1),
          }
        : { source: 'brewery', target, leadTime: productionDelay - 1, underWay: flows(productionDelay - 2) },
    ),
    unmetDemand: 'backlogged',
    unmetOrders: 'backlogged',
    sequence: 'receive-first',
  }
}
