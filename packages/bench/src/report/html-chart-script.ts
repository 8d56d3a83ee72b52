/** The script that draws the page's figures with uPlot: a line and its band for each contender, a button that hides both. */
export const CHART_SCRIPT = `
'use strict'
{
  const { names, figures } = JSON.parse(document.getElementById('figures').textContent)
  const COLORS = 10
  const DASHES = [[], [7, 4], [2, 3]]
  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  const short = (value) => {
    for (const [size, letter] of [[1e9, 'G'], [1e6, 'M'], [1e3, 'k']]) {
      if (Math.abs(value) >= size) return Number((value / size).toPrecision(3)) + letter
    }
    return String(Number(value.toPrecision(3)))
  }

  const draw = (place) => {
    const { x, xTitle, yTitle, series } = figures[place.dataset.figure]
    const plot = place.querySelector('.plot')
    const legend = place.querySelector('.legend')
    const shown = series.map(() => true)
    const values = []
    const size = () => ({ width: plot.clientWidth, height: plot.clientWidth < 500 ? 240 : 320 })
    const lines = []
    const bands = []
    const columns = [x]
    series.forEach(({ name, mean, low, high }, i) => {
      const stroke = style('--line-' + (name % COLORS))
      const dash = DASHES[Math.floor(name / COLORS) % DASHES.length]
      lines.push({ label: names[name], stroke, dash, width: 2, points: { show: x.length === 1 } })
      lines.push({ stroke: 'transparent', points: { show: false } }, { stroke: 'transparent', points: { show: false } })
      bands.push({ series: [3 * i + 3, 3 * i + 2], fill: stroke + '26' })
      columns.push(mean, low, high)
    })
    const font = '12px ' + getComputedStyle(document.body).fontFamily
    const axis = (label) => ({
      label, font, labelFont: font, labelSize: 20, stroke: style('--soft'),
      grid: { stroke: style('--rule'), width: 1 }, ticks: { stroke: style('--rule'), width: 1 },
      values: (_, splits) => splits.map((value) => value === null ? '' : short(value)),
    })
    const chart = new uPlot({
      ...size(),
      scales: { x: { time: false } },
      series: [{}, ...lines],
      bands,
      axes: [{ ...axis(xTitle), size: 34 }, { ...axis(yTitle), size: 56 }],
      legend: { show: false },
      cursor: { drag: { x: true, y: false }, points: { show: false } },
      hooks: {
        setCursor: [({ cursor: { idx } }) => values.forEach((place, i) => {
          const value = idx === null || idx === undefined ? null : columns[3 * i + 1][idx]
          place.textContent = value === null || value === undefined ? '' : ' ' + short(value)
        })],
      },
    }, columns, plot)
    series.forEach(({ name, seeds }, i) => {
      const button = document.createElement('button')
      button.type = 'button'
      button.setAttribute('aria-pressed', 'true')
      const sign = document.createElement('span')
      sign.className = 'sign'
      sign.style.borderTopColor = style('--line-' + (name % COLORS))
      sign.style.borderTopStyle = name < COLORS ? 'solid' : name < 2 * COLORS ? 'dashed' : 'dotted'
      const value = document.createElement('span')
      value.className = 'value'
      values.push(value)
      button.append(sign, names[name] + ' (' + seeds + ')', value)
      button.addEventListener('click', () => {
        shown[i] = !shown[i]
        button.setAttribute('aria-pressed', String(shown[i]))
        for (const k of [1, 2, 3]) chart.setSeries(3 * i + k, { show: shown[i] })
      })
      legend.append(button)
    })
    const watch = new ResizeObserver(() => {
      if (plot.clientWidth > 0 && plot.clientWidth !== chart.width) chart.setSize(size())
    })
    watch.observe(plot)
    return () => {
      watch.disconnect()
      chart.destroy()
      legend.replaceChildren()
    }
  }

  const places = [...document.querySelectorAll('figure.chart')]
  let drawn = places.map(draw)
  // Colours are read when a chart is drawn.
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    for (const remove of drawn) remove()
    drawn = places.map(draw)
  })
}
`
