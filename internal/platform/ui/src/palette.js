import { all, fold, on, one } from "./dom.js"

// The palette leads anywhere: what was visited lately, the pages and actions of the reader, and what the house finds. The field keeps the focus;
// the arrows move the chosen option, Enter opens it. The dialog of the browser keeps the focus inside and gives it back.
const palette = one("#palette")
const field = palette && one("input", palette)
const list = palette && one("#palette-list", palette)
const none = palette && one(".palette-none", palette)
const kept = "koprogo-recent"

// Where one was lately is kept for this tab alone, and forgotten at sign-out.
const recent = () => {
  try { return JSON.parse(sessionStorage.getItem(kept)) ?? [] } catch { return [] }
}
if (!palette) sessionStorage.removeItem(kept)
else {
  const title = one("main h1")?.textContent.trim().replace(/\s+/g, " ")
  const place = one(".bar-name strong")?.textContent.trim() ?? ""
  if (title) sessionStorage.setItem(kept, JSON.stringify([{ href: location.pathname + location.search, title, place }, ...recent().filter(r => r.href !== location.pathname + location.search)].slice(0, 6)))
}
on("submit", "[data-sign-out]", () => sessionStorage.removeItem(kept))

const group = (label, options) => {
  const box = Object.assign(document.createElement("div"), { className: "palette-group" })
  box.setAttribute("role", "group")
  box.setAttribute("aria-label", label)
  box.dataset.made = ""
  const title = Object.assign(document.createElement("p"), { className: "palette-title", textContent: label })
  title.setAttribute("role", "presentation")
  box.append(title, ...options)
  return box
}
const space = "http://www.w3.org/2000/svg"
const icon = name => {
  const svg = document.createElementNS(space, "svg"), use = document.createElementNS(space, "use")
  svg.setAttribute("class", "icon")
  svg.setAttribute("aria-hidden", "true")
  use.setAttribute("href", palette.dataset.icons + "#" + name)
  svg.append(use)
  return svg
}
const option = (href, label, says, drawn) => {
  const a = Object.assign(document.createElement("a"), { href, tabIndex: -1 })
  a.setAttribute("role", "option")
  a.append(icon(drawn), Object.assign(document.createElement("span"), { textContent: label }))
  if (says) a.append(Object.assign(document.createElement("small"), { textContent: says }))
  return a
}

const options = () => [...all("[role=option]", list)].filter(o => !o.hidden)
let chosen = null
const choose = o => {
  chosen?.setAttribute("aria-selected", "false")
  chosen = o ?? null
  if (!o) return void field.removeAttribute("aria-activedescendant")
  o.id ||= "palette-" + Math.random().toString(36).slice(2)
  o.setAttribute("aria-selected", "true")
  field.setAttribute("aria-activedescendant", o.id)
  o.scrollIntoView({ block: "nearest" })
}

const show = () => {
  const wanted = fold(field.value).split(/\s+/).filter(Boolean)
  for (const old of all("[data-made]", list)) old.remove()
  for (const g of all("[data-group]:not([data-found])", list)) {
    let any = false
    for (const o of all("[role=option]", g)) {
      const text = fold(one("span", o).textContent)
      o.hidden = !wanted.every(w => text.includes(w))
      any ||= !o.hidden
    }
    g.hidden = !any
  }
  if (!wanted.length) {
    const last = recent().filter(r => r.href !== location.pathname + location.search).slice(0, 5)
    if (last.length) list.prepend(group(palette.dataset.recent, last.map(r => option(r.href, r.title, r.place, "history"))))
  } else if (palette.dataset.results) {
    const q = field.value.trim()
    list.append(group(palette.dataset.search, [option(palette.dataset.results + "?q=" + encodeURIComponent(q), palette.dataset.everywhere.replace("%q", q), "", "search")]))
  }
  settle()
}

const settle = () => {
  const found = options()
  list.hidden = found.length === 0
  field.setAttribute("aria-expanded", String(found.length > 0))
  const says = found.length ? "" : none.dataset.none.replace("%q", field.value.trim())
  if (none.textContent !== says) none.textContent = says
  choose(found[0])
}

// What the house finds comes a moment after the last key; an answer that is late is not shown.
let asked = 0, waiting
const ask = async () => {
  const q = field.value.trim(), mine = ++asked
  if (!palette.dataset.suggest || q.length < 2) return void drop()
  let text = ""
  try {
    const answer = await fetch(palette.dataset.suggest + "?q=" + encodeURIComponent(q.slice(0, 200)), { headers: { "X-Part": "palette" } })
    if (answer.status === 404) delete palette.dataset.suggest
    if (answer.ok && !answer.redirected) text = await answer.text()
  } catch { /* without the house, the pages and actions remain */ }
  if (mine !== asked) return
  drop()
  const found = new DOMParser().parseFromString(text, "text/html")
  const before = one("[data-group]:not([data-found])", list)
  for (const g of all("[data-found]", found)) list.insertBefore(document.adoptNode(g), before)
  settle()
}
const drop = () => { for (const old of all("[data-found]", list)) old.remove() }

export const openPalette = (q = "") => {
  if (!palette || palette.open || one("dialog[open]")) return false
  field.value = q
  drop()
  palette.showModal()
  show()
  return true
}

if (palette) {
  field.addEventListener("input", () => {
    show()
    clearTimeout(waiting)
    waiting = setTimeout(ask, 180)
  })
  field.addEventListener("keydown", event => {
    const found = options(), at = found.indexOf(chosen)
    const to = { ArrowDown: (at + 1) % found.length, ArrowUp: (at - 1 + found.length) % found.length, PageDown: Math.min(at + 8, found.length - 1), PageUp: Math.max(at - 8, 0) }[event.key]
    if (to !== undefined && found.length) {
      event.preventDefault()
      choose(found[to])
    } else if (event.key === "Enter" && chosen && !event.isComposing) {
      event.preventDefault()
      if (event.ctrlKey || event.metaKey) open(chosen.href, "_blank", "noopener")
      else location.href = chosen.href
    }
  })
  list.addEventListener("pointermove", event => {
    const o = event.target.closest?.("[role=option]")
    if (o && o !== chosen) choose(o)
  })
  palette.addEventListener("click", event => { if (event.target === palette) palette.close() })
  on("click", "[data-palette-open]", (_, event) => { if (openPalette()) event.preventDefault() })
  on("click", "[data-search-key]", (search, event) => { if (openPalette(search.value)) event.preventDefault() })
}
