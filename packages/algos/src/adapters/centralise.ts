/** One agent for a whole team: `centralise`. */
import {
  type ActionSpace,
  type AdapterDefinition,
  type ArraySpec,
  type Environment,
  type EnvironmentSpec,
  box,
  boundAt,
  defineAdapter,
  multiDiscrete,
  product,
} from '@gauntlet/core'
import { expertsThrough, onlyFaces, sameActions } from './adapted.ts'
import { jointly } from './joint.ts'

/**
 * Lets a learner that decides for all play a team: one agent sees what all agents see, one after the other, and gives the
 * actions of all: a factor for each choice, a number for each number. It is paid what they are paid in common, or
 * the sum of what each is paid, and its episode is over with the world's, cut off if any agent's was.
 *
 * There is no limit on the team: actions have a factor for each agent. A learner that weighs joint actions one by one says
 * how many it can (`jointActions`).
 * Source: Boutilier 1996, Planning, learning and coordination in multiagent decision processes: the joint controller.
 */
export const centralise: AdapterDefinition = defineAdapter({
  id: 'centralise',
  version: 1,
  stage: 'agents',
  note: 'one agent sees what all see and decides for all',
  adapt(spec, { agents }) {
    const team = spec.agents > 1 && spec.sides === 1 && !spec.faces.includes('maskAfter')
    return agents === 'joint' && team && spec.action.kind !== 'combinatorial' ? jointSpec(spec) : undefined
  },
  wrap: (environment) => overTeam(environment),
})

function jointSpec(spec: EnvironmentSpec): EnvironmentSpec {
  const { agents, rewardStructure, rewardRange } = spec
  const { graph, ...rest } = onlyFaces(spec, ['snapshot', 'instance', 'expert'])
  const times = rewardStructure === 'common' ? 1 : agents
  return {
    ...rest,
    ...(graph && { graph: { nodes: graph.nodes, edges: graph.edges } }),
    agents: 1,
    observation: jointArray(spec.observation, agents),
    action: jointSpace(spec.action, agents),
    activity: false,
    rewardRange: [times * rewardRange[0], times * rewardRange[1]],
  }
}

function jointArray({ shape, low, high, layout }: ArraySpec, agents: number): ArraySpec {
  const size = product(shape)
  const blocks = Array.from({ length: agents }, (_, a) =>
    layout.map((block) => ({
      ...block,
      name: `${block.name} of agent ${a}`,
      offset: block.offset + a * size,
    })),
  )
  return { shape: [agents * size], low, high, layout: blocks.flat() }
}

/** The space of all agents' actions, one after the other. */
function jointSpace(space: ActionSpace, agents: number): ActionSpace {
  const all = <T>(one: readonly T[]): T[] => Array.from({ length: agents }, () => one).flat()
  if (space.kind === 'discrete') return multiDiscrete(all([space.n]))
  if (space.kind === 'multi-discrete') return multiDiscrete(all(space.counts))
  if (space.kind === 'combinatorial') return space
  const size = product(space.shape)
  const bounds = (bound: number | readonly number[]): number | readonly number[] =>
    typeof bound === 'number' ? bound : all(Array.from({ length: size }, (_, k) => boundAt(bound, k)))
  return box([agents * size], bounds(space.low), bounds(space.high), space.outside)
}

/** Observations, masks and actions of all agents lie one after the other already: the buffers beneath are the joint ones. */
function overTeam(environment: Environment): Environment {
  return jointly(environment, {
    spec: jointSpec(environment.spec),
    faces: expertsThrough(environment, sameActions),
    act: (actions) => environment.step(actions),
  })
}
