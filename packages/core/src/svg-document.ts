/** What all pictures of worlds stand in: `svgDocument`. */

/** A white page of `width` × `height` pixels with a heading above y = 30, and the given elements below it. */
export function svgDocument(
  width: number,
  height: number,
  heading: string,
  elements: readonly string[],
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
    ' font-family="sans-serif" font-size="12">',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="12" y="24">${heading}</text>`,
    ...elements,
    '</svg>',
  ].join('')
}
