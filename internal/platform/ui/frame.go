package ui

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// Frame is what stands around a page: where one is, who one is, the sections, and how it prints.
type Frame struct {
	Title       string // of the window and of the printed foot; the h1 belongs to the page
	Failed      bool   // a form came back with faults: the title starts with "Erreur :"
	Plate       Plate  // the building, or the slate plate of the portfolio
	Name, Sub   string // "Résidence Les Tilleuls", "ACP · BCE 0842.315.659 · Saint-Gilles"
	Home        string // where the plate leads; "/" when empty
	Facts       []Fact // further facts of the bar, before the two below
	Year        string // financial year and its state: "2026 · ouvert"
	You         string // "Syndic · C. Maes"
	YouLinks    []Link // of the menu under "Vous êtes": account, office
	Offices     []OfficeChoice
	Search      string // address of the search page; none when empty
	Suggest     string // address that answers what is found while one types (Suggestions); none when empty
	Goto        []Goto // pages and actions of the reader: the palette, the keys that begin with g, the page of shortcuts
	Sections    []Section
	More        string // address of the page with the sections that do not fit a phone; "/more" when empty
	Density     Density
	Theme       Theme
	Path        string // this page, to come back to after a change of theme or language
	Toast       *Toast
	Seeing      *Seeing
	Keys        bool   // single keys do something
	Shortcuts   string // address of the list of keys; none when empty
	Seq         int64  // the last fact of the office that the page knows; the page is told of those after it
	Provisional string // "Provisoire : comptes non approuvés"; no band when empty
	Print       PrintHead
}

// Fact is one small fact of the context bar.
type Fact struct{ Label, Value string }

// Section is one entry of the navigation; at most seven.
type Section struct {
	Label, Href, Icon string
	Count             int // what waits for the reader
	Current           bool
}

// Seeing says that the reader sees the page as someone else does, and may only look. Stop is where the reader posts to be oneself again.
type Seeing struct{ Name, Stop string }

// OfficeChoice is an office for which the reader may act; another one is chosen by posting its ID to OfficePath as office_id.
type OfficeChoice struct {
	ID, Name string
	Current  bool
}

// StopSeeingPath is where a reader who sees as another posts to be oneself again.
const StopSeeingPath = "/see-as/stop"

// OfficePath is where the choice of another office is posted.
const OfficePath = "/account/office"

// Goto is a page that the reader may open, or something that the reader may begin.
type Goto struct {
	Label, Href, Icon string
	Does              bool   // begins something: an action, not a page
	Keys              string // "g i"; none when empty
}

// cap is one key of a shortcut.
func (g Goto) caps() []string { return strings.Fields(g.Keys) }

// PrintHead is the head of a printed page; empty fields take those of the bar.
type PrintHead struct{ Name, Address, Number, AsOf string }

// BareFrame stands around pages before one is inside: sign-in, first steps, a lost link.
type BareFrame struct {
	Seeing *Seeing
	Title  string
	Failed bool
	Theme  Theme
	Path   string
	Wide   bool // room for a form with margin notes
}

// Screen is a page in its frame, ready to be sent.
func Screen(f Frame, page templ.Component) templ.Component { return around(Layout(f), page) }

// Door is a page before one is inside, ready to be sent.
func Door(f BareFrame, page templ.Component) templ.Component { return around(Bare(f), page) }

func around(frame, page templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return frame.Render(templ.WithChildren(ctx, page), w)
	})
}

// moreHref is the address behind "Plus".
func (f Frame) moreHref() string {
	if f.More != "" {
		return f.More
	}
	return "/more"
}

// onPhone is the number of sections in the tab bar; with more than four, "Plus" takes a place.
const onPhone = 4

func (f Frame) moreCurrent() bool {
	for i, s := range f.Sections {
		if s.Current && i >= onPhone {
			return true
		}
	}
	return false
}

func (f Frame) facts(ctx context.Context) []Fact {
	facts := f.Facts
	if f.Year != "" {
		facts = append(facts[:len(facts):len(facts)], Fact{say(ctx, "year"), f.Year})
	}
	return facts
}

func (f Frame) windowTitle(ctx context.Context) string {
	title := f.Title
	if f.Name != "" {
		title += " · " + f.Name
	}
	return windowTitle(ctx, title, f.Failed)
}

func windowTitle(ctx context.Context, title string, failed bool) string {
	title += " · KoproGo"
	if failed {
		return say(ctx, "failed", "title", title)
	}
	return title
}

func (f Frame) printHead() PrintHead {
	p := f.Print
	if p.Name == "" {
		p.Name = f.Name
	}
	if p.Number == "" {
		p.Number = f.Sub
	}
	return p
}
