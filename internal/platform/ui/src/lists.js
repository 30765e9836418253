import { all, on, one, prepared, typing } from "./dom.js"

// Ticks: the head ticks the page, the bar counts.
const scopeOf = element => element.closest(".card, form") ?? document
const count = scope => {
  const ticks = [...all("[data-tick]:not(:disabled)", scope)]
  const n = ticks.filter(t => t.checked).length
  const head = one("[data-tick-all]:not(:disabled)", scope)
  if (head) {
    head.checked = n > 0 && n === ticks.length
    head.indeterminate = n > 0 && n < ticks.length
  }
  for (const t of ticks) t.closest("tr")?.classList.toggle("selected", t.checked)
  const bar = one("[data-bulk]", scope)
  if (!bar) return
  bar.hidden = n === 0
  bar.classList.toggle("some", n > 0)
  const words = one(".bulk-count", bar)
  const text = (n === 1 ? words.dataset.one : words.dataset.many).replace("%n", n)
  if (words.textContent !== text) words.textContent = text
}
on("change", "[data-tick]", tick => count(scopeOf(tick)))
on("change", "[data-tick-all]", head => {
  const scope = scopeOf(head)
  for (const t of all("[data-tick]", scope)) t.checked = head.checked
  count(scope)
})
on("click", "[data-untick]", (link, event) => {
  event.preventDefault()
  const scope = scopeOf(link)
  for (const t of all("[data-tick]", scope)) t.checked = false
  count(scope)
  one("[data-tick-all]", scope)?.focus()
})
prepared(root => { for (const bar of all("[data-bulk]", root)) count(scopeOf(bar)) })

// The questions of a list leave out what was not answered and what is as at first, so that an address can be read and passed on.
on("formdata", "[data-list-form]", (form, event) => {
  const data = event.formData
  for (const [name, value] of [...data]) if (value === "") data.delete(name)
  if (data.get("size") === form.dataset.size) data.delete("size")
  if (data.getAll("col").join(" ") === form.dataset.cols) data.delete("col")
})

// Rows are walked by the keys j and k, and by the arrows once one is in a row. Enter is the link's own.
const rows = () => [...all("tbody tr")].filter(r => one("a[href], button", r) && r.offsetParent)
const lead = row => one("[data-row-link], th a[href], a[href], button", row)
export const walk = step => {
  const list = rows()
  if (!list.length) return false
  const at = list.indexOf(document.activeElement?.closest("tbody tr"))
  const next = at < 0 ? (step > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + step, 0), list.length - 1)
  const link = lead(list[next])
  link.focus()
  link.scrollIntoView({ block: "nearest" })
  return true
}
export const tickRow = () => {
  const tick = one("[data-tick]:not(:disabled)", document.activeElement?.closest("tbody tr") ?? document.createElement("i"))
  tick?.click()
  return !!tick
}
document.addEventListener("keydown", event => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || typing(event.target)) return
  if (document.activeElement?.closest("tbody tr") && walk(step)) event.preventDefault()
})
