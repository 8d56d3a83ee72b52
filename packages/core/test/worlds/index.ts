import type { EnvironmentDefinition } from '../../src/definition.ts'
import { corridor } from './corridor.ts'
import { counting } from './counting.ts'
import { crowd } from './crowd.ts'
import { dials } from './dials.ts'
import { duel } from './duel.ts'
import { levels } from './levels.ts'
import { machines } from './machines.ts'
import { nim } from './nim.ts'
import { satchel } from './satchel.ts'
import { springs } from './springs.ts'

export { corridor, counting, crowd, dials, duel, levels, machines, nim, satchel, springs }

/** Every toy world; between them they have every kind of action and every face. */
export const WORLDS = [
  counting,
  corridor,
  dials,
  springs,
  satchel,
  nim,
  duel,
  crowd,
  levels,
  machines,
] as unknown as readonly EnvironmentDefinition[]
