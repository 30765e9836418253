package ui

import "context"

// WindowState is what a window of the façade says about its lot.
type WindowState string

// The states: nothing said; shares the key; you, or done by; owes; not concerned; selected.
const (
	WindowPlain    WindowState = ""
	WindowKey      WindowState = "key"
	WindowLit      WindowState = "lit"
	WindowOwes     WindowState = "owes"
	WindowOff      WindowState = "off"
	WindowSelected WindowState = "selected"
)

// Window is one lot.
type Window struct {
	Name     string
	State    WindowState
	Href     string
	Entrance string // only used from 200 lots on, when one row is drawn per entrance
}

// Floor is one floor, cellars and garages (Below) at half height.
type Floor struct {
	Label   string // "5e"; "Rez" when empty
	Below   bool
	Windows []Window
}

// LegendItem names a state in the words of the page.
type LegendItem struct {
	State WindowState
	Label string
}

// Facade draws the lots of a building as windows, floors from top to bottom as seen from the street.
// Says is the same fact in words; it is read aloud in place of the drawing.
type Facade struct {
	Floors []Floor
	Says   string
	Shown  bool // Says is also shown under the drawing
	Legend []LegendItem
	Dashed bool // a house not yet described
}

// From these numbers of lots on, windows lose their text, and rows become entrances.
const (
	muteFrom     = 60
	entranceFrom = 200
)

func (f Facade) lots() int {
	n := 0
	for _, floor := range f.Floors {
		n += len(floor.Windows)
	}
	return n
}

func (f Facade) mute() bool { return f.lots() >= muteFrom }

// linked tells whether windows lead somewhere: then each is read aloud instead of the sentence.
func (f Facade) linked() bool {
	for _, floor := range f.Floors {
		for _, w := range floor.Windows {
			if w.Href != "" {
				return true
			}
		}
	}
	return false
}

// rows are the floors, or the entrances of a very large house.
func (f Facade) rows() []Floor {
	if f.lots() < entranceFrom {
		return f.Floors
	}
	var rows []Floor
	at := map[string]int{}
	for _, floor := range f.Floors {
		for _, w := range floor.Windows {
			i, known := at[w.Entrance]
			if !known {
				i = len(rows)
				at[w.Entrance] = i
				rows = append(rows, Floor{Label: w.Entrance})
			}
			rows[i].Windows = append(rows[i].Windows, w)
		}
	}
	return rows
}

func (f Floor) label(ctx context.Context) string {
	if f.Label == "" && !f.Below {
		return say(ctx, "floor_zero")
	}
	return f.Label
}
