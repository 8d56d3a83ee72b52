/** A stochastic policy on planes of a grid, whose network foretells values too: the parts `RESIDUAL_CONV` and `PRETRAINED_RESIDUAL_CONV`. */
import {
  type EnvironmentSpec,
  type FileContent,
  type FileField,
  type IntegerField,
  type IntegersField,
  ParameterError,
  type Seed,
  file,
  integer,
  integers,
} from '@gauntlet/core'
import { Actor } from '../actor.ts'
import { FILTER_STEP, ResidualConvolution } from '../dense/residual-convolution.ts'
import { headFor } from '../heads/head.ts'
import { LayeredNetwork } from '../networks/layered-network.ts'
import { sharedNetwork } from '../networks/shared-network.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { ONE_AGENT } from './mlp.ts'
import { residualWeights } from './residual-weights.ts'

export interface ResidualActorShape {
  readonly filters: number
  readonly blocks: number
  readonly hidden: readonly number[]
}

/**
 * An actor for a spec whose network has one more output, a value. It begins as `ResidualConvolution` does.
 * Errors: ParameterError where the filters are no multiple of eight, GauntletError where planes are not all that is observed.
 */
function residualActor(spec: EnvironmentSpec, shape: ResidualActorShape, seed: Seed): Actor {
  checkShape(shape)
  return new Actor(() => {
    const head = headFor(spec.action)
    const layers = { ...shape, layout: spec.observation.layout, outputs: head.width + 1 }
    const whole = new LayeredNetwork(
      (arena) => new ResidualConvolution(layers, arena, seed.fold('actor').stream()),
    )
    return { network: sharedNetwork(whole), head }
  })
}

/** Errors: ParameterError where the filters are no multiple of eight. */
export function checkShape({ filters }: ResidualActorShape): void {
  if (filters % FILTER_STEP !== 0)
    throw new ParameterError('filters', filters, `a multiple of ${FILTER_STEP}`)
}

/** Fields of a residual convolutional network; it runs on our own kernel whatever the backend. */
export function residualFields(filters: number): {
  readonly filters: IntegerField
  readonly blocks: IntegerField
  readonly hidden: IntegersField
} {
  return {
    filters: integer({
      default: filters,
      minimum: FILTER_STEP,
      maximum: 1024,
      description: `Channels of every convolution, a multiple of ${FILTER_STEP}`,
    }),
    blocks: integer({
      default: 1,
      minimum: 0,
      maximum: 64,
      description: 'Residual blocks of two convolutions',
    }),
    hidden: integers({
      default: [],
      minimum: 1,
      maximum: 65_536,
      description: 'Units of each dense layer between the convolutions and what is put out, first to last',
    }),
  }
}

/** With the head that the action space asks for. The critic that reads `shared-value` reads its last output. */
export const RESIDUAL_CONV: PartDefinition<'policy'> = definePart({
  id: 'residual-conv',
  slot: 'policy',
  parameters: residualFields(64),
  columns: {
    reads: [],
    adds: ['policy', 'likelihood', 'shared-value'],
    needs: { ...ONE_AGENT, planes: true },
  },
  build: (shape, { spec, seed }) => residualActor(spec, shape, seed),
})

export const WEIGHTS_FIELD: FileField = file({
  needed: true,
  description:
    'What the network is: the policy of a cell that learnt by such a network, or FollowerLite’s published weights in JSON',
})

/** The same with weights from a file. */
export const PRETRAINED_RESIDUAL_CONV: PartDefinition<'policy'> = definePart<
  'policy',
  ResidualActorShape & { readonly weights: FileContent | null }
>({
  id: 'pretrained-residual-conv',
  slot: 'policy',
  parameters: { ...residualFields(64), weights: WEIGHTS_FIELD },
  columns: {
    reads: [],
    adds: ['policy', 'likelihood', 'shared-value'],
    needs: { ...ONE_AGENT, planes: true },
  },
  build({ weights, ...shape }, { spec, seed }) {
    if (weights === null) throw new ParameterError('weights', 'none', 'a file of weights')
    const actor = residualActor(spec, shape, seed)
    const { parameters } = actor.network
    const { width } = actor.head
    parameters.set(residualWeights(weights, spec.observation.layout, shape, width, parameters.length))
    actor.changed()
    return actor
  },
})
