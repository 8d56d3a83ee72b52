/** Fixed numbers of steps of a game: the part `GAME_STEPS`. */
import { stepsField } from '../configuration.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { STEPS, collectSteps } from './steps.ts'

/** As `steps`, also where agents wait for each other: whoever learns is active throughout an episode, by the scheduler. */
export const GAME_STEPS: PartDefinition<'collector'> = definePart({
  id: 'game-steps',
  slot: 'collector',
  parameters: { steps: stepsField(128) },
  columns: { reads: ['policy', 'opponents'], adds: STEPS.describe({}).adds, needs: {} },
  build: ({ steps }) => collectSteps(steps),
})
