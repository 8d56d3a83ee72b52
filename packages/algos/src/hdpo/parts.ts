/** What HDPO is put together from, beside its trainer: `PATHWISE_POLICY`, `UNROLLED`, `SUM_OF_REWARDS`; their fields. */
import { type IntegerField, type Schema, boolean, choice, integer, number } from '@gauntlet/core'
import { hiddenField } from '../configuration.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { type MakeNetwork, NETWORKS, type NetworkChoice, policyNetwork } from './networks.ts'

/** A deterministic policy for actions in a box, differentiable by what it sees. */
export class PathwisePolicy {
  readonly make: MakeNetwork

  constructor(make: MakeNetwork) {
    this.make = make
  }
}

/** So many episodes a gradient step, on a tape from their beginning to their end. */
export class WholeEpisodes {
  readonly count: number

  constructor(count: number) {
    this.count = count
  }
}

/** What a policy of them can be told, with the reference's defaults for one store. */
export const PATHWISE_FIELDS: Schema<NetworkChoice> = {
  network: choice({
    options: NETWORKS,
    default: 'vanilla',
    description:
      'What decides: one perceptron on all stock, perceptrons that stores share, a graph network, one perceptron on all that is observed, or trainable levels to order up to',
  }),
  hidden: hiddenField(32, 32, 32),
  holds: boolean({
    default: true,
    description: 'Whether those who ship may keep stock back; false for transshipment centres',
  }),
  unit: number({
    default: 1,
    minimum: 1e-6,
    description:
      'Units of stock that vanilla and gnn count as one, best the mean demand: they learn in fewer steps, and vanilla else often finds no stable policy where customers wait',
  }),
}

export const EPISODES_FIELD: IntegerField = integer({
  default: 1024,
  minimum: 1,
  maximum: 1_000_000,
  description:
    'Episodes of a gradient step, in as many roll-outs as worlds need; at least one for each world',
})

export const PATHWISE_POLICY: PartDefinition<'policy'> = definePart({
  id: 'pathwise',
  slot: 'policy',
  parameters: PATHWISE_FIELDS,
  columns: {
    reads: [],
    adds: ['policy'],
    needs: {
      agents: 'one',
      sides: 1,
      actions: ['box'],
      protocol: 'episodic',
      objectives: 1,
      finiteHorizon: true,
      graph: true,
    },
  },
  build: (choices, { spec }) => new PathwisePolicy(policyNetwork(spec, choices)),
})

export const UNROLLED: PartDefinition<'collector'> = definePart({
  id: 'unrolled',
  slot: 'collector',
  parameters: { episodes: EPISODES_FIELD },
  columns: { reads: ['policy'], adds: ['rewards'], needs: { faces: ['differentiable'] } },
  build: ({ episodes }) => new WholeEpisodes(episodes),
})

/** Minus the mean reward of a step. */
export const SUM_OF_REWARDS: PartDefinition<'objective'> = definePart({
  id: 'sum-of-rewards',
  slot: 'objective',
  parameters: {},
  columns: { reads: ['rewards'], adds: ['loss'], needs: {} },
  build: () => ({ kind: 'rewards' }),
})
