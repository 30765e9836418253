import { all, one, typing } from "./dom.js"
import { tickRow, walk } from "./lists.js"
import { openPalette } from "./palette.js"

// Keys: Ctrl or Cmd with K always opens the palette. Single keys do something only while nobody types, no dialog is open and the reader has
// not switched them off (WCAG 2.1.4); g begins a pair that leads to a page.
const silent = () => !document.body.dataset.keys
let pair = 0

const find = () => {
  const field = [...all("[data-search]"), ...all("[data-search-key]")].find(f => f.offsetParent)
  if (!field) return openPalette()
  field.focus()
  field.select()
  return true
}

const undo = () => {
  const button = one("[data-toast] form button")
  button?.focus()
  return !!button
}

const help = async () => {
  let dialog = one("#keys")
  if (!dialog) {
    const answer = await fetch(document.body.dataset.keys, { headers: { "X-Part": "keys" } })
    if (!answer.ok) return
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const title = one("h1", page), list = one("#shortcuts", page)
    if (!title || !list) return
    dialog = Object.assign(document.createElement("dialog"), { id: "keys", className: "dialog dialog-wide" })
    title.id = "keys-title"
    dialog.setAttribute("aria-labelledby", title.id)
    const close = one("[data-closes]")?.cloneNode(true), off = one("[data-keys-switch]", page)
    if (close) dialog.append(close)
    dialog.append(title, list)
    if (off) {
      one("[name=back]", off).value = location.pathname + location.search
      dialog.append(off)
    }
    document.body.append(dialog)
  }
  dialog.showModal()
}

const single = { "?": help, "/": find, j: () => walk(1), k: () => walk(-1), x: tickRow, z: undo }

document.addEventListener("keydown", event => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
    if (openPalette()) event.preventDefault()
    return
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target) || silent() || one("dialog[open]")) return
  if (pair && event.timeStamp - pair < 1500) {
    pair = 0
    const link = one(`#palette [data-go="g ${CSS.escape(event.key)}"]`)
    if (link) {
      event.preventDefault()
      location.href = link.href
    }
    return
  }
  pair = event.key === "g" ? event.timeStamp : 0
  if (Object.hasOwn(single, event.key) && single[event.key]() !== false) event.preventDefault()
})
