/** Whole episodes of teams that are drawn again: `TeamReplay`, the part `EPISODE_REPLAY`. */
import { type EnvironmentSpec, type Stream, integer, product } from '@gauntlet/core'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { EpisodeStore } from './episode-store.ts'
import { Replay, type TransitionStore } from './replay.ts'
import type { StepRows } from './step-record.ts'
import { TeamBatch, type TeamShape } from './team-batch.ts'
import { transitionShape } from './transitions.ts'
import type { Archive } from '../archive.ts'

/** Draws episodes, and gives all their steps. What it counts, and what is drawn of it, is episodes. */
class TeamReplay implements TransitionStore {
  private readonly shape: TeamShape
  private readonly episodes: EpisodeStore
  private batch: TeamBatch | undefined

  constructor(spec: EnvironmentSpec, discount: number, capacity: number, worlds: number) {
    const { agents, state, rewardStructure } = spec
    this.shape = {
      ...transitionShape(spec),
      agents,
      stateWidth: state === undefined ? 0 : product(state.shape),
      common: rewardStructure === 'common',
      discount,
    }
    this.episodes = new EpisodeStore(spec, capacity, worlds)
  }

  get length(): number {
    return this.episodes.length
  }

  get count(): number {
    return this.episodes.count
  }

  get capacity(): number {
    return this.episodes.capacity
  }

  get clock(): number {
    return this.count
  }

  add(step: StepRows): void {
    this.episodes.add(step)
  }

  sample(size: number, stream: Stream): TeamBatch {
    const drawn = this.episodes.sample(size, stream)
    const steps = drawn.lengths.reduce((sum, length) => sum + length, 0)
    if (this.batch?.steps !== steps) this.batch = new TeamBatch(this.shape, steps)
    this.batch.fill(drawn)
    return this.batch
  }

  get state(): Archive {
    return this.episodes.state
  }
}

export const EPISODE_REPLAY: PartDefinition<'store'> = definePart({
  id: 'episodes',
  slot: 'store',
  parameters: {
    capacity: integer({ default: 5000, minimum: 1, maximum: 1_000_000, description: 'Episodes kept' }),
    steps: integer({
      default: 20_000,
      minimum: 1,
      maximum: 10_000_000,
      description:
        'World steps that there is room for, where that is less: every episode may last to the horizon',
    }),
  },
  columns: {
    reads: ['observations', 'actions', 'rewards', 'ends', 'successors'],
    adds: ['transitions', 'team-transitions'],
    needs: { agents: 'team', finiteHorizon: true, objectives: 1, activity: false },
  },
  build: ({ capacity, steps }, { spec }) =>
    new Replay(({ rows, discount }, most) => {
      const room = Math.min(capacity, Math.floor(steps / spec.horizon), Math.floor(most / spec.agents))
      return new TeamReplay(spec, discount, Math.max(1, room), rows / spec.agents)
    }, 1),
})
