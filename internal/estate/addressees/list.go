package addressees

import (
	"context"
	"slices"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// line is a party in the list: whether it votes, and how each of those who are convened is written to.
type line struct {
	building id.Of[id.Building]
	party    property.Party
	standing Standing
	ways     []Way
}

// lines are the parties that hold a lot today, each with its standing.
func (b Book) lines(v *act.View) (list []line) {
	for _, p := range b.Register.At(v.Today, v.Now).Parties {
		l := line{building: b.Register.Building.ID(), party: p, standing: Vote(p, b.Mandataries, v.Today)}
		for _, m := range l.standing.Convened {
			l.ways = append(l.ways, Channel(m.ID(), b.Consents, v.Today))
		}
		list = append(list, l)
	}
	return list
}

// mandatary is the name of who votes for several.
func (l line) mandatary() string { return l.standing.Name() }

func (l line) state() string {
	if !l.standing.Votes {
		return "suspended"
	}
	return "votes"
}

func (l line) chip(ctx context.Context) ui.Chip {
	if !l.standing.Votes {
		return ui.Chip{Tone: ui.Late, Text: tell(ctx, "chip_suspended")}
	}
	return ui.Chip{}
}

// way is how those who are convened are written to: all by e-mail, all by letter, or both.
func (l line) way() string {
	letter, email := len(l.ways) == 0, false // somebody who is no member gave no consent here
	for _, w := range l.ways {
		letter, email = letter || !w.Electronic, email || w.Electronic
	}
	switch {
	case letter && email:
		return "both"
	case email:
		return "email"
	}
	return "letter"
}

// list is the list of a building's parties, for who writes to them.
func (r *Room) list() ui.List[property.OfBuilding, line] {
	return ui.List[property.OfBuilding, line]{
		Key: "addressees.parties", Words: "addressees.", Sort: "party", Live: "addressees. property.",
		ID: func(l line) string { return l.party.ID().String() }, Name: func(l line) string { return l.party.Name() },
		Href: func(l line) string { return partyPath(l.building, l.party.ID(), "") },
		Find: func(l line) []string { return []string{l.party.Name(), l.mandatary()} },
		Columns: []ui.Col[line]{
			ui.TextCol("party", func(l line) string { return l.party.Name() }).Lead(),
			ui.SaidCol("way", func(ctx context.Context, l line) string { return tell(ctx, "convened_"+l.way()) }).At(ui.PlaceLine),
			ui.TextCol("mandatary", line.mandatary).At(ui.PlaceFact),
			ui.SaidCol("consent", func(_ context.Context, l line) string { return l.consents() }).At(ui.PlaceFact),
			ui.ChipCol("state", func(ctx context.Context, l line) ui.Chip { return l.chip(ctx) }),
		},
		Filters: []ui.Filter[line]{
			{Key: "state", Kind: ui.KindSelect, Front: true, Values: []string{"votes", "suspended"}, Keep: func(l line, x ui.Value) bool { return l.state() == x.Text }},
			{Key: "way", Kind: ui.KindSelect, Front: true, Values: []string{"letter", "email", "both"}, Keep: func(l line, x ui.Value) bool { return l.way() == x.Text }},
		},
		Presets: []ui.Preset{{Key: "suspended", Query: "state=suspended"}},
		Load: func(v *act.View, in property.OfBuilding, _ ui.Query) (ui.Listed[line], error) {
			b, err := r.Book(v, in.Building)
			return r.listed(v, b, in.Building), err
		},
	}
}

// consents are the days on which those who are convened agreed.
func (l line) consents() string {
	var days []string
	for _, w := range l.ways {
		if w.Electronic {
			days = append(days, w.Consent.entry.Given.Short())
		}
	}
	return strings.Join(slices.Compact(days), ", ")
}

func (r *Room) listed(v *act.View, b Book, building id.Of[id.Building]) ui.Listed[line] {
	ctx := v.Context()
	return ui.Listed[line]{Building: building, Section: "people", Lines: b.lines(v),
		Heading: ui.Heading{Title: tell(ctx, "list_title"), Lead: tell(ctx, "list_lead")},
		Empty:   ui.EmptyState{House: true, Title: tell(ctx, "none_title"), Says: tell(ctx, "none_says")}}
}

func tell(ctx context.Context, key string, args ...any) string {
	return i18n.T(ctx, "addressees."+key, args...)
}
