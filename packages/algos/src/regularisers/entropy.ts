/** A bonus for entropy: the part `entropy`. */
import { coefficientField } from '../configuration.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'

/** - c_H H. Source: Williams and Peng 1991; Mnih et al. 2016, section 4. */
export const ENTROPY: PartDefinition<'regulariser'> = definePart({
  id: 'entropy',
  slot: 'regulariser',
  parameters: { coefficient: coefficientField(0.01, 'the entropy') },
  columns: { reads: ['actions'], adds: [], needs: {} },
  build: ({ coefficient }) => ({
    metric: 'entropy_loss',
    add({ entropy }, out) {
      out[0] -= coefficient * entropy
      out[2] -= coefficient
    },
  }),
})
