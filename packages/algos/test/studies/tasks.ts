/** The tasks of `src/studies`: `TASKS`; every setting of theirs: `SETTINGS`. */
import type { EnvironmentDefinition } from '@gauntlet/core'
import { acrobot } from '../../src/studies/acrobot.ts'
import { cartPoleNoVelocities } from '../../src/studies/cart-pole-no-velocities.ts'
import { cartPole } from '../../src/studies/cart-pole.ts'
import { contexts } from '../../src/studies/contexts.ts'
import { coordination } from '../../src/studies/coordination.ts'
import { corridor } from '../../src/studies/corridor.ts'
import { deepSeaTreasure } from '../../src/studies/deep-sea-treasure.ts'
import { mountainCar } from '../../src/studies/mountain-car.ts'
import { pendulum } from '../../src/studies/pendulum.ts'
import { rockPaperScissors } from '../../src/studies/rock-paper-scissors.ts'
import { teamMatrix } from '../../src/studies/team-matrix.ts'
import { tolls } from '../../src/studies/tolls.ts'
import { twoStep } from '../../src/studies/two-step.ts'

export const TASKS: readonly EnvironmentDefinition[] = [
  cartPole,
  cartPoleNoVelocities,
  acrobot,
  mountainCar,
  pendulum,
  corridor,
  contexts,
  teamMatrix,
  twoStep,
  coordination,
  rockPaperScissors,
  tolls,
  deepSeaTreasure,
]

export const SETTINGS: readonly (readonly [name: string, task: EnvironmentDefinition, setting: string])[] =
  TASKS.flatMap((task) =>
    Object.keys(task.settings).map((setting) => [`${task.id}:${setting}`, task, setting] as const),
  )
