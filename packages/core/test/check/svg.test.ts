import { describe, expect, it } from 'vitest'
import { svgProblem } from '../../src/check/svg.ts'

const XMLNS = 'xmlns="http://www.w3.org/2000/svg"'

describe('a well-formed SVG document', () => {
  it.each([
    `<svg ${XMLNS}/>`,
    `<svg ${XMLNS}></svg>`,
    `<?xml version="1.0"?>\n<!-- a picture -->\n<svg ${XMLNS} viewBox='0 0 1 1'><g><rect x="1"/></g></svg>\n`,
    `<svg ${XMLNS}><text>a &lt; b &amp; c &#10; > d</text><!-- <g> --></svg>`,
    `<svg ${XMLNS}><a href="?p=1&amp;q=2"/></svg>`,
  ])('is taken: %s', (svg) => {
    expect(svgProblem(svg)).toBeUndefined()
  })

  it.each([
    ['', 'expected <svg …>'],
    ['a picture', 'expected <svg …>'],
    ['<svg/>', 'xmlns is undefined'],
    [`<g ${XMLNS}/>`, 'the root is <g>, expected <svg>'],
    [`<svg ${XMLNS}>`, '<svg> is never closed'],
    [`<svg ${XMLNS}><g></svg>`, 'got </svg>, expected </g>'],
    [`<svg ${XMLNS}/></svg>`, 'got </svg>, expected no tag'],
    [`<svg ${XMLNS}/><svg ${XMLNS}/>`, 'got a second root <svg>'],
    [`<svg ${XMLNS}/>text`, 'got "text" outside the root'],
    [`<svg ${XMLNS}>a & b</svg>`, 'got a bare &'],
    [`<svg ${XMLNS}>a < b</svg>`, 'cannot read "< b'],
    [`<svg ${XMLNS}><rect x=1/></svg>`, 'cannot read "<rect x=1/>'],
    [`<svg ${XMLNS}><rect x="1" x="2"/></svg>`, '<rect> has two attributes x'],
    [`<svg ${XMLNS}><rect x="a&b"/></svg>`, '<rect> has a bare & in x'],
    [`<svg ${XMLNS}><rect x="NaN"/></svg>`, '<rect> has x="NaN", expected a number'],
    [`<svg ${XMLNS}><path d="M 0 undefined"/></svg>`, 'expected a number'],
  ])('is not this: %s', (svg, problem) => {
    expect(svgProblem(svg)).toContain(problem)
  })
})
