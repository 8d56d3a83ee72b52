/** Requests per second, over the golden ones: reading what is legal, its masks, and a choice's text both ways. */
import { readFileSync } from 'node:fs'
import { LegalActions, findMembers, parseChoice, rosterOf, writeChoice } from '@gauntlet/env-pokemon'
import { Suite } from '../../../scripts/lib/measure.mjs'

/** @type {{ request: import('@gauntlet/env-pokemon').BattleRequest }[]} */
const fixtures = JSON.parse(
  readFileSync(new URL('../test/golden/action_fixtures.json', import.meta.url), 'utf8'),
)
const requests = fixtures.map(({ request }) => request).filter(({ teamPreview }) => !teamPreview)
const rosters = requests.map((request) => rosterOf(request))
const members = new Uint8Array(6)
const [masks, after] = [new Uint8Array(214), new Uint8Array(107)]
const action = new Int32Array(2)

const legal = new LegalActions()
const read = requests.map((request) => new LegalActions().read(request, [1, 2, 3, 4, 5, 6]))
const texts = read.map((each) => writeChoice(each, each.pairs[0], each.pairs[1]))

/** Calls before the whole is done once more: a row's call should take about a millisecond. */
const ROUNDS = 10

/** @type {Readonly<Record<string, (i: number) => void>>} */
const work = {
  'members, all that is legal and the masks': (i) => {
    findMembers(requests[i], rosters[i], members)
    legal.read(requests[i], members)
    legal.mask(masks)
    legal.maskAfter(legal.pairs[0], after)
  },
  'a mask after a choice': (i) => read[i].maskAfter(read[i].pairs[0], after),
  'a choice as text': (i) => void writeChoice(read[i], read[i].pairs[0], read[i].pairs[1]),
  'text as a choice': (i) => parseChoice(read[i], texts[i], action),
}
const suite = new Suite('legal joint actions, golden requests', 'requests')
for (const [name, each] of Object.entries(work)) {
  await suite.add(name, ROUNDS * requests.length, () => {
    for (let round = 0; round < ROUNDS; round++) for (let i = 0; i < requests.length; i++) each(i)
  })
}
