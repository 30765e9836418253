// Package pdf sets the papers of the house: calls for funds, reminders, statements, minutes, balances.
//
// A room describes a Document in words that are already in the reader's language; this package lays it out, so that
// every letter of every office looks alike and carries what the law and good sense ask for: the association with its
// seat and enterprise number on each page, the time at which it was made, and a short digest of what it says.
//
//	Document   who writes to whom, about what, as known when
//	├── Block  Paragraph Heading Facts Table Pair Chain Note Code Signature Space
//	└── Payment   the area at the foot, with the code that a bank's app reads
//
// Text may hold **bold** runs and ^{raised} ones; Literal protects words that come from people.
//
// The digest is the first twelve hexadecimal digits of SHA-256 over the document's data (all fields but Made, in the
// form that digest.go describes): the same content has the same digest whenever it is printed, another content another
// one. The bytes are deterministic too: the same Document, Made included, always gives the same file.
//
// These files have no tagged structure: each paper needs an accessible HTML twin, which the room owes its reader.
//
// Files: document.go what a paper is, digest.go its digest, fonts.go the three fonts and the characters they lack,
// text.go runs and lines, sheet.go pages with head and foot, letterhead.go the head, blocks.go table.go chain.go
// payment.go code.go the parts.
package pdf

import (
	"context"
	_ "embed"
	"errors"
	"time"

	"koprogo/internal/kernel/i18n"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("pdf", words) }

// Document is a paper to be set. All texts are in Lang already.
type Document struct {
	Lang        i18n.Lang
	Title       string // says the matter; also in the metadata and at the foot
	Association Association
	Syndic      []string  // name, address, contact and licence, one line each; the first may begin with the word "Syndic"
	Addressee   []string  // for the window, 110 mm from the left; empty on papers that are not sent
	Reference   []string  // place and date, reference, to the left of the window
	AsOf        string    // the words of "as of 22 November 2026"; empty when the paper has no such date
	Made        time.Time // printed as it is given: the edge chooses the time zone
	Mark        Mark
	Large       bool // larger print, for owners who ask for it
	Poster      bool `json:",omitempty"` // hangs on a wall: one page, in the largest print that it holds
	Blocks      []Block
	Payment     *Payment
	Help        string // the last line, such as where to call when one cannot pay
}

// Association is the sender; its three first fields are owed on every paper.
type Association struct {
	Name       string
	Seat       string // address of the seat
	Enterprise string // "BCE 0842.315.659", or the words that say that the number is not yet known
	Plate      string // street number
	Colour     string // of the plate: blue green oxblood slate plum umber; blue when empty
}

// Mark stands on every page of a paper that is not, or not only, what it seems.
type Mark struct {
	Kind  MarkKind
	Words string // in the language of the paper; the colour alone says nothing
}

// MarkKind gives a mark its dress.
type MarkKind string

// The marks.
const (
	Unmarked    MarkKind = ""
	Provisional MarkKind = "provisional" // stripes of lamp yellow: not yet approved
	Copy        MarkKind = "copy"        // a plain frame
	Sealed      MarkKind = "sealed"      // a frame of copper: closed, cannot change any more
)

// Block is a part of the body.
type Block interface{ draw(*sheet) }

// slots lets two papers be set at a time: each takes some sixteen megabytes.
var slots = make(chan struct{}, 2)

// Render sets the paper. It waits for its turn as long as the context lets it.
func Render(ctx context.Context, d *Document) ([]byte, error) {
	if err := d.complete(); err != nil {
		return nil, err
	}
	select {
	case slots <- struct{}{}:
		defer func() { <-slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	sizes := []float64{plainPrint}
	switch {
	case d.Poster:
		sizes = posterPrint
	case d.Large:
		sizes = []float64{largePrint}
	}
	var s *sheet
	for _, size := range sizes {
		var err error
		if s, err = d.set(size); err != nil {
			return nil, err
		}
		if s.pdf.PageCount() == 1 {
			break
		}
	}
	return s.finish()
}

// Sizes of the print, as parts of the plain one: 10.5 points.
const plainPrint, largePrint = 1, 1.143 // 10.5 points become 12

// posterPrint are the sizes that a poster tries, the largest first: read from a metre, letters are some eighteen points high.
var posterPrint = []float64{1.75, 1.6, 1.45, 1.3, largePrint, plainPrint}

func (d *Document) set(size float64) (*sheet, error) {
	s, err := newSheet(d, size)
	if err != nil {
		return nil, err
	}
	s.addPage()
	s.title()
	for i, b := range d.Blocks {
		s.keepWithSignature(d.Blocks[i:])
		b.draw(s)
	}
	if d.Payment != nil {
		d.Payment.draw(s)
	}
	return s, nil
}

// complete refuses a paper that lacks what every paper must carry: a mistake of the room, not of a user.
func (d *Document) complete() error {
	if _, ok := i18n.Known(string(d.Lang)); !ok {
		return errors.New("pdf: the document has no language")
	}
	for what, value := range map[string]string{
		"a title": d.Title, "the name of the association": d.Association.Name, "its seat": d.Association.Seat,
		"its enterprise number, or words that it is not yet known": d.Association.Enterprise,
	} {
		if value == "" {
			return errors.New("pdf: the document lacks " + what)
		}
	}
	switch {
	case d.Made.IsZero():
		return errors.New("pdf: the document lacks the time at which it was made")
	case d.Mark.Kind != Unmarked && d.Mark.Words == "":
		return errors.New("pdf: a mark needs its words")
	}
	return nil
}
