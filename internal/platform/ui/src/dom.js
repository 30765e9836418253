// A few words that all scripts share.
export const all = (selector, root = document) => root.querySelectorAll(selector)
export const one = (selector, root = document) => root.querySelector(selector)

// on acts for elements that are there now and for those that come later.
export const on = (type, selector, act, options) =>
  document.addEventListener(type, event => {
    const found = event.target instanceof Element && event.target.closest(selector)
    if (found) act(found, event)
  }, options)

// typing tells whether a key belongs to a field, and not to us.
export const typing = target =>
  target instanceof Element && (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select"))

// prepared runs for the page, and again for each piece of it that comes later.
const readies = []
export const prepared = ready => {
  readies.push(ready)
  ready(document)
}
export const prepare = root => { for (const ready of readies) ready(root) }
document.addEventListener("htmx:after:swap", event => prepare(event.target instanceof Element ? event.target : document))

// fold is how words are compared: without case and accents.
export const fold = text => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
