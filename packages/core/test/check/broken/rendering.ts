/** Checks of rendering: each must fail on an environment that is broken in that place. */
import { counting } from '../../worlds/index.ts'
import { tinyWorld } from '../../worlds/tiny.ts'
import { type BrokenRow, plain, rebuilt } from './ways.ts'

export const RENDERING_ROWS: readonly BrokenRow[] = [
  {
    what: 'a picture is empty',
    world: rebuilt(counting, () => ({ renderText: () => '\n' })),
    fails: ['rendering/text', 'rendering/world-refused'],
  },
  {
    what: 'a picture rings the bell',
    world: rebuilt(counting, () => ({ renderText: () => 'ding\u0007' })),
    fails: ['rendering/text', 'rendering/world-refused'],
  },
  {
    what: 'a log tells several lines as one',
    world: rebuilt(counting, () => ({ renderLog: () => ['one\ntwo'] })),
    fails: ['rendering/log'],
  },
  {
    what: 'a log rings the bell',
    world: rebuilt(counting, () => ({ renderLog: () => ['ding\u0007'] })),
    fails: ['rendering/log'],
  },
  {
    what: 'a picture is not SVG',
    world: rebuilt(counting, (sound) => ({ renderSvg: (w) => sound.renderSvg(w).replace('</text>', '') })),
    fails: ['rendering/svg'],
  },
  {
    what: 'a world that does not exist is drawn',
    world: rebuilt(counting, (sound) => ({ renderText: () => sound.renderText(0) })),
    fails: ['rendering/world-refused'],
  },
  {
    what: 'drawing moves the world',
    world: plain(
      tinyWorld({
        rules: ({ places, sound }) => ({
          renderText(w) {
            const text = sound.renderText(w)
            places[w] = (places[w] + 0.125) % 1
            return text
          },
        }),
      }),
    ),
    fails: ['rendering/pure'],
  },
]
