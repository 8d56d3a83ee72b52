/** Agents whose velocities change by accelerations, in small steps of time: `Newtonian`. */
import type { Stream } from '@gauntlet/core'
import type { Space } from '../space.ts'
import { Crowd, type Surroundings } from './crowd.ts'
import type { Integrator } from './fields.ts'

/** Where the stages of RK4 are, in steps, and their weights. */
const STAGES = [0.5, 0.5, 1, 0]
const WEIGHTS = [1 / 6, 1 / 3, 1 / 3, 1 / 6]

/**
 * x' = v, v' = the accelerations of a model. Zealots go on at constant velocity.
 * Walls, seams and obstacles are heeded at the end of each step.
 */
export abstract class Newtonian extends Crowd {
  /** [agents, 2] */
  readonly velocities: Float64Array
  private readonly integrator: Integrator
  private readonly timeStep: number
  /** [agents, 2]: the accelerations; positions and velocities of a stage; the changes of both in the step. */
  private readonly accelerations: Float64Array
  private readonly stagePositions: Float64Array
  private readonly stageVelocities: Float64Array
  private readonly moves: Float64Array
  private readonly turns: Float64Array

  constructor(
    name: string,
    space: Space,
    {
      agents,
      integrator,
      timeStep,
    }: { readonly agents: number; readonly integrator: Integrator; readonly timeStep: number },
    surroundings: Surroundings,
  ) {
    super(name, space, agents, surroundings)
    this.integrator = integrator
    this.timeStep = timeStep
    this.velocities = new Float64Array(2 * agents)
    this.accelerations = new Float64Array(2 * agents)
    this.stagePositions = new Float64Array(2 * agents)
    this.stageVelocities = new Float64Array(2 * agents)
    this.moves = new Float64Array(2 * agents)
    this.turns = new Float64Array(2 * agents)
  }

  /** Places anywhere in the square but in obstacles, and velocities of that length in any direction. */
  scatter(stream: Stream, speed: number = 1): void {
    this.spread(stream, this.velocities, speed)
  }

  /** Advances time by `timeStep`. */
  step(): void {
    const { positions, velocities, moves, turns, timeStep } = this
    this.lookAround()
    moves.fill(0)
    turns.fill(0)
    if (this.integrator === 'euler') this.addStage(positions, velocities, 1)
    else this.addStages()
    for (let i = 0; i < this.agents; i++) {
      if (this.active[i] === 0) continue
      velocities[2 * i] += timeStep * turns[2 * i]
      velocities[2 * i + 1] += timeStep * turns[2 * i + 1]
      this.move(i, timeStep * moves[2 * i], timeStep * moves[2 * i + 1], velocities)
    }
  }

  /** Called before a step: who sees whom stays the same within it. */
  protected lookAround(): void {}

  /** Writes the accelerations [agents, 2] at these positions and velocities; those of zealots and others not free are ignored. */
  protected abstract accelerate(positions: Float64Array, velocities: Float64Array, out: Float64Array): void

  private addStages(): void {
    const { positions, velocities, accelerations, stagePositions, stageVelocities, timeStep } = this
    stagePositions.set(positions)
    stageVelocities.set(velocities)
    for (let s = 0; s < STAGES.length; s++) {
      this.addStage(stagePositions, stageVelocities, WEIGHTS[s])
      const ahead = STAGES[s] * timeStep
      for (let k = 0; k < positions.length; k++) {
        stagePositions[k] = positions[k] + ahead * stageVelocities[k]
        stageVelocities[k] = velocities[k] + ahead * accelerations[k]
      }
    }
  }

  /** Adds to the step's changes those at a stage, and leaves the accelerations. */
  private addStage(positions: Float64Array, velocities: Float64Array, weight: number): void {
    const { accelerations, moves, turns } = this
    this.accelerate(positions, velocities, accelerations)
    for (let i = 0; i < this.agents; i++) if (!this.isFree(i)) accelerations.fill(0, 2 * i, 2 * i + 2)
    for (let k = 0; k < moves.length; k++) {
      moves[k] += weight * velocities[k]
      turns[k] += weight * accelerations[k]
    }
  }
}
