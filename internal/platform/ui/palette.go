package ui

import (
	"strconv"

	"github.com/a-h/templ"
)

// bodyAttrs is what the script must know of the page.
func (f Frame) bodyAttrs() templ.Attributes {
	a := templ.Attributes{}
	if f.Keys && f.Shortcuts != "" {
		a["data-keys"] = f.Shortcuts
	}
	if f.Seq > 0 {
		a["data-live-from"] = LivePath + "?after=" + strconv.FormatInt(f.Seq, 10)
	}
	return a
}

// LivePath is where pages are told what happens.
const LivePath = "/live"

// Suggestions is what is found while one types into the palette: the answer of the address in Frame.Suggest, as a piece of a page.
//
// The contract of that address: GET with q, at most 200 characters; it answers 200 with Suggestions in the reader's language and rights, and
// nothing around it (ui.Fragment). No group, or none with items, says that nothing was found. Groups stand in their order, at most five; items
// in theirs, at most six. An item leads to a page by a plain link; a fragment does nothing else. Where there is no such address the palette
// offers the pages and actions of the reader alone.
type Suggestions struct{ Groups []SuggestionGroup }

// SuggestionGroup is one kind of thing that was found: people, lots, buildings, suppliers, invoices.
type SuggestionGroup struct {
	Label string
	Items []Suggestion
}

// Suggestion is one thing that was found.
type Suggestion struct {
	Label, Href string
	Says        string // beside it, faint: where it is, what it is
	Icon        string
	Plate       *Plate // of its building, instead of an icon
}
