/** The mean over all decisions of a minibatch: the part `token-mean`. */
import { type PartDefinition, definePart } from '../recipe/part.ts'

/** Source: named as in the literature on language models, where a decision is a token; Yu et al. 2025 (DAPO), section 3.3. */
export const TOKEN_MEAN: PartDefinition<'aggregation'> = definePart({
  id: 'token-mean',
  slot: 'aggregation',
  parameters: {},
  columns: { reads: ['loss'], adds: [], needs: {} },
  build: () => ({
    divisors: ({ rows }, out) => void out.fill(rows),
  }),
})
