// This function is serialized and runs in the page, so it uses nothing from this module.

/** Faults of a drawing, which must have a line with at least that many points, and labels along its
 * axes. */
export function chartFaults(svg, points) {
  const faults = [];
  const view = svg.viewBox.baseVal;
  const { width, height } = svg.getBoundingClientRect();
  if (width < 200 || height < 80) faults.push(`drawn too small: ${width} × ${height}`);

  const isLine = (it) => getComputedStyle(it).fill === 'none' && it.getBBox().width > view.width / 2;
  const numbers = (it) => (it.getAttribute('d') ?? it.getAttribute('points')).match(/-?\d+(\.\d+)?/g).length;
  const lines = [...svg.querySelectorAll('path, polyline')].filter(isLine);
  if (!lines.some((it) => numbers(it) >= 2 * points)) faults.push(`no line through ${points} points`);

  const texts = [...svg.querySelectorAll('text')];
  if (texts.length < 4) faults.push(`only ${texts.length} texts`);
  for (const it of [...texts, ...lines]) {
    const box = it.getBBox();
    // The box of a text is as high as the font's tallest glyphs; the rest of it is blank.
    const blank = texts.includes(it) ? box.height / 4 : 1;
    const inside = box.x >= view.x - 1 && box.x + box.width <= view.x + view.width + 1
      && box.y + blank >= view.y && box.y + box.height - blank <= view.y + view.height;
    if (box.width === 0) faults.push(`not drawn: ${it.outerHTML}`);
    if (!inside) faults.push(`outside the drawing: ${it.outerHTML.slice(0, 200)}`);
  }
  return faults;
}
