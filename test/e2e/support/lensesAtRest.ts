/**
 * For page.evaluate, as text since the tests know no browser: ends when no lens has been drawn for a second. Lenses that
 * rest for so long know all that they tell.
 */
export const LENSES_AT_REST = `new Promise((resolve) => {
  const LENS = ".codelens-decoration";
  const isLens = (node) => node instanceof Element && (node.closest(LENS) !== null || node.querySelector(LENS) !== null);
  const end = () => { drawing.disconnect(); resolve(); };
  let timer = setTimeout(end, 1000);
  const drawing = new MutationObserver((changes) => {
    if (!changes.some(({ target, addedNodes, removedNodes }) => isLens(target) || [...addedNodes, ...removedNodes].some(isLens))) return;
    clearTimeout(timer);
    timer = setTimeout(end, 1000);
  });
  drawing.observe(document.body, { subtree: true, childList: true, characterData: true });
})`;
