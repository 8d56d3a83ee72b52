/** A scripted policy as an algorithm: `scriptedAlgorithm`. */
import {
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  type ExpertSpec,
  expertAlgorithm,
} from '@gauntlet/core'

/** `swarm/<name>`, which plays the expert of that name on those environments. */
export const scriptedAlgorithm = (
  { name, description, source }: ExpertSpec,
  played: readonly EnvironmentDefinition[],
): AlgorithmDefinition =>
  expertAlgorithm({
    id: `swarm/${name}`,
    version: 1,
    family: 'swarm control',
    summary: description,
    source,
    expert: name,
    environments: played.map(({ id }) => id),
  })
