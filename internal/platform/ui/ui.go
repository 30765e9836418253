// Package ui draws the screens of the house: the frame around every page and the parts that pages are made of.
//
// A part that stands alone is a value: fill it in and place it, as in @ui.Chip{Tone: ui.Late, Text: "2 jours de retard"}.
// A part that encloses others is a function with a block, as in @ui.Card(ui.CardHead{Title: "Banque"}) { ... }.
// Parts receive sentences in the reader's language; only the frame and a few controls (copy, next, undo) have words
// of their own. Amounts, dates of windows and ordinals are written for the language of the context.
//
//	frame      Screen, Door, Layout, Bare, Deed, Twins, Stack, Heading, MorePage, Seeing     the page and its grid
//	lists      ListPage, List, Col, Filter, Bulk, Query: a whole list page from one declaration (docs/guides/make-a-list.md)
//	palette    Goto, Suggestions, Shortcuts: what is reached by keys
//	buttons    Button, FormButton, CopyButton, PrintButton, Link, Icon, Marked
//	forms      Form, Field, Ruled, Beside, ErrorSummary, Group, Actions
//	parts      Plate, Chip, LawMark, MarginNote, Deadline, Amount, Figure, Card, Definitions, Text
//	tables     Table, Column, Row, Repair, CellField, SavedViews, Tools, BulkBar, Pagination, Steps
//	facade     Facade, Floor, Window        chain   Chain, ChainStep        pay   PayBlock, QR
//	states     EmptyState, Toast, Progress, Dialog, Notice                  charts  Meter, Bars, Columns
//
// Files beside these: door.go (pages and forms behind a session), outside.go (those before it), session.go (its cookie), stream.go (pages that stay
// open), list*.go (list.go what is declared, list_query.go the address, list_order.go narrowing and pages in memory, list_show.go the page,
// list_door.go its routes and exports, list_bulk.go many lines at once), assets.go (the
// embedded bundles), prefs.go (theme, language and keys of the reader), kit*.templ
// (the page /kit, which shows each part in every state), src (styles and scripts), dist (made by tools/assets).
//
// No part writes a style or a script into the page: the content security policy in CSP forbids both.
package ui

import (
	"context"
	_ "embed"
	"html"
	"io"
	"regexp"
	"strings"

	"github.com/a-h/templ"

	"koprogo/internal/kernel/i18n"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("ui", words) }

// CSP is the content security policy under which every page of the house works.
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"manifest-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Tone is what a colour means; a tone never stands without its word.
type Tone string

// The tones.
const (
	Neutral Tone = ""     // no state
	Act     Tone = "act"  // under way, agreed, shared
	Wait    Tone = "wait" // waits, soon due
	Late    Tone = "late" // late, refused, wrong
	Good    Tone = "good" // settled, adopted, in order
	Open    Tone = "open" // open now, yours
)

// Density is how closely a page is set.
type Density string

// The densities: for those who work in tables, for the pages of the syndic, for those who visit.
const (
	Regular Density = ""
	Dense   Density = "dense"
	Ample   Density = "ample"
)

// ordinal finds 1er, 2e, 21es and the like, which French and Dutch raise.
var ordinal = regexp.MustCompile(`\b(\d{1,3})(ers|er|re|es|e)\b`)

// Text writes a sentence and raises its ordinals (1er, 3e) where the language does.
func Text(s string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		safe := html.EscapeString(s)
		if l := i18n.From(ctx); l == i18n.FR || l == i18n.NL {
			safe = ordinal.ReplaceAllString(safe, "$1<sup>$2</sup>")
		}
		_, err := io.WriteString(w, safe)
		return err
	})
}

// Join places parts one after another, with a space between.
func Join(parts ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for i, p := range parts {
			if i > 0 {
				if _, err := io.WriteString(w, " "); err != nil {
					return err
				}
			}
			if err := p.Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
}

// say is a word of this package in the reader's language.
func say(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, "ui."+key, args...) }

// class joins the names of classes; empty ones are left out.
func class(names ...string) string {
	var kept []string
	for _, n := range names {
		if n != "" {
			kept = append(kept, n)
		}
	}
	return strings.Join(kept, " ")
}

// when gives the name of a class if it holds.
func when(holds bool, name string) string {
	if holds {
		return name
	}
	return ""
}

// either chooses between two texts.
func either(holds bool, yes, no string) string {
	if holds {
		return yes
	}
	return no
}
