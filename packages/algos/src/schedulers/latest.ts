/** Against itself: the part `LATEST`. */
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { type Scheduler, advanced } from './scheduler.ts'

const latest: Scheduler = {
  oppose: (actor) => ({
    policy: actor.policy(),
    players: () => [],
    draw: () => -1,
    advance: () => advanced(),
    state: () => ({}),
    load() {},
    dispose() {},
  }),
}

/** The policy plays both sides as it stands, and learns from what both come to. */
export const LATEST: PartDefinition<'scheduler'> = definePart({
  id: 'latest',
  slot: 'scheduler',
  parameters: {},
  columns: { reads: [], adds: ['opponents'], needs: {} },
  build: () => latest,
})
