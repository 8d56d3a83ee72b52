import { expect, test } from 'vitest'
import { COMPACT_BLOCKS } from '../../src/view/compact-layout.ts'
import { TOKENS, TOKEN_FEATURES, tokenLayout } from '../../src/view/token-layout.ts'

/** `from` to `to` where a name is followed by others that differ in their last word alone. */
function rows(names: readonly string[]): string[] {
  const out: string[] = []
  const stemOf = (name: string): string => name.slice(0, name.lastIndexOf(' '))
  for (let k = 0; k < names.length;) {
    const stem = stemOf(names[k])
    const after = names.findIndex((name, n) => n > k && (stem === '' || stemOf(name) !== stem))
    const end = after < 0 ? names.length : after
    const words = names.slice(k, end).map((name) => name.slice(stem.length + 1))
    if (end - k < 4) for (; k < end; k++) out.push(`- ${k}: ${names[k]}`)
    else out.push(`- ${k} to ${end - 1}: ${stem} ${words.join(', ')}`)
    k = end
  }
  return out
}

/** Every number of both views. Written anew with `vitest run --update`. */
test('docs/observations.md tells where each number stands', async () => {
  const blocks = tokenLayout().map(({ name, offset, shape, categories }) => {
    const what = categories === undefined ? 'numbers' : `numbers of ids below ${categories}`
    return `- ${offset}: \`${name}\`, ${shape.join(' × ')} ${what}`
  })
  let offset = 0
  const compact = Object.entries(COMPACT_BLOCKS).flatMap(([name, names]) => {
    const title = `## \`${name}\`, from index ${offset}`
    offset += names.length
    return ['', title, '', ...rows(names)]
  })
  const text = [
    '# Observations of `pokemon/vgc`, index by index',
    '',
    'Written by `test/view/documentation.test.ts` from the layouts in `src/view`, whose names are exported as `TOKEN_FEATURES` and',
    '`COMPACT_FEATURES`. Durations are in turns, of 8, and count from 1: 0.125 began this turn. A condition that is not there is 0.',
    '',
    '# Tokens',
    '',
    `${TOKENS} tokens: the player’s six, then the foe’s six, in the order of the team sheets. Block after block, each of all tokens:`,
    '',
    ...blocks,
    '',
    'An id’s number is 0 where it is unknown, 1 where there is none, else 2 and its place in `VOCABULARIES`.',
    '',
    '## `features`, of each token',
    '',
    ...rows(TOKEN_FEATURES),
    '',
    '# Compact view',
    ...compact,
    '',
  ].join('\n')
  await expect(text).toMatchFileSnapshot('../../docs/observations.md')
})
