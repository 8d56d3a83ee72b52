import { expect, it } from 'vitest'
import plugin from '../src/plugin.ts'
import { partsPage } from './parts-page.ts'
import { everyPart } from './parts.ts'

it('the page of parts says what the parts say', async () => {
  // `vitest run --update` writes it.
  await expect(partsPage(await everyPart(), plugin.algorithms)).toMatchFileSnapshot('../docs/parts.md')
})
