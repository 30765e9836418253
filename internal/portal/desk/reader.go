package desk

import (
	"context"
	"slices"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// reading is the first page of who runs nothing: the council, the auditor, the accountant of a building, occupants, contractors, notaries. It says
// what they may read today, and says honestly what is not there yet.
type reading struct {
	Title, Lead string
	Buildings   []readable
	More        int // buildings that are not shown
	Office      *office.Office
	Missed      []task // what the syndic is late with, for the council that watches
	Tasks       []task // what is late or near
}

// readable is a building with its doors.
type readable struct {
	property.BuildingLine
	Role  string
	Doors []ui.Link
}

// shownReadable bounds the buildings that show their doors.
const shownReadable = 6

func (d *Desk) readerHome(v *act.View, lines []property.BuildingLine) (ui.Sheet, error) {
	ctx := v.Context()
	r := reading{Title: greeting(v, len(lines)), Lead: say(ctx, "reader_"+string(mainRole(v.Who))), More: max(0, len(lines)-shownReadable)}
	for _, b := range lines[:min(len(lines), shownReadable)] {
		r.Buildings = append(r.Buildings, readable{b, roleWord(ctx, v.Who.RolesIn(b.ID())), d.doors(v, b.ID())})
	}
	tasks, err := d.expected(v, lines)
	if err != nil {
		return ui.Sheet{}, err
	}
	for _, t := range tasks {
		if t.Missed && slices.Contains(v.Who.RolesIn(t.Building.ID()), act.Council) {
			r.Missed = append(r.Missed, t)
		} else {
			r.Tasks = append(r.Tasks, t)
		}
	}
	if len(r.Missed) > 0 {
		r.Lead = say(ctx, "reader_council_late", "n", len(r.Missed))
	}
	o, err := office.Find(v.Tx, v.Who.Office)
	if err != nil {
		return ui.Sheet{}, err
	}
	r.Office = &o
	sheet := ui.Sheet{Title: r.Title, Section: "home", Body: readerView(r)}
	if len(lines) == 1 {
		sheet.Building = lines[0].ID()
	}
	return sheet, nil
}

func greeting(v *act.View, buildings int) string {
	name, _, _ := strings.Cut(v.Who.Name, " ")
	if buildings == 1 {
		return say(v.Context(), "hello_reader_one", "name", name)
	}
	return say(v.Context(), "hello_reader", "name", name)
}

// mainRole is the role by which the first page speaks: the first in the order of the rights table.
func mainRole(w act.Who) act.Role {
	for _, role := range act.Roles {
		if role != act.Admin && holds(w, role) {
			return role
		}
	}
	return act.Occupant
}

func roleWord(ctx context.Context, roles []act.Role) string {
	if len(roles) == 0 {
		return ""
	}
	return i18n.T(ctx, "office.role_"+string(roles[0]))
}
