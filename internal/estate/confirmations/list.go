package confirmations

import (
	"context"
	"net/url"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// line is a member in the list, on a day.
type line struct {
	Standing
	building id.Of[id.Building]
	today    civil.Date
}

func (l line) state() string { return l.State(l.today) }

// reach is how somebody can be asked: by e-mail, or not, and why.
func (l line) reach() string {
	switch {
	case l.Member.Person().None():
		return "no_access"
	case l.Member.Entry().Email == "":
		return "no_email"
	}
	return "email"
}

func (l line) chip(ctx context.Context) ui.Chip {
	c := ui.Chip{Text: tell(ctx, "filter_state_"+l.state())}
	switch l.state() {
	case "confirmed":
		c.Tone = ui.Good
	case "asked":
		c.Tone = ui.Wait
	}
	return c
}

// asked is the day of the last request, and whether its letter has left.
func (l line) asked(ctx context.Context) string {
	switch {
	case l.Asked.on.None():
		return ""
	case l.Asked.sent.None():
		return tell(ctx, "asked_waiting", "date", l.Asked.on.Short())
	}
	return l.Asked.on.Short()
}

// list is the list of a building's members, for who asks them.
func (r *Room) list() ui.List[property.OfBuilding, line] {
	return ui.List[property.OfBuilding, line]{
		Key: "confirmations.members", Words: "confirmations.", Sort: "confirmed", Live: "confirmations. property.",
		ID: func(l line) string { return l.Member.ID().String() }, Name: func(l line) string { return l.Name() },
		Href: func(l line) string {
			return "/buildings/" + l.building.String() + "/parties/" + l.Party.ID().String()
		},
		Find: func(l line) []string { return []string{l.Name(), l.Party.Name()} },
		Columns: []ui.Col[line]{
			ui.TextCol("name", func(l line) string { return l.Name() }).Lead(),
			ui.DateCol("confirmed", func(l line) civil.Date { return l.Confirmed }).At(ui.PlaceLine),
			ui.DateCol("changed", func(l line) civil.Date { return l.Changed }).At(ui.PlaceFact),
			ui.SaidCol("asked", func(ctx context.Context, l line) string { return l.asked(ctx) }).At(ui.PlaceFact),
			ui.SaidCol("reach", func(ctx context.Context, l line) string { return tell(ctx, "filter_reach_"+l.reach()) }).At(ui.PlaceFact),
			ui.ChipCol("state", func(ctx context.Context, l line) ui.Chip { return l.chip(ctx) }),
		},
		Filters: []ui.Filter[line]{
			{Key: "state", Kind: ui.KindSelect, Front: true, Values: []string{"due", "asked", "confirmed"}, Keep: func(l line, x ui.Value) bool { return l.state() == x.Text }},
			{Key: "reach", Kind: ui.KindSelect, Front: true, Values: []string{"email", "no_access", "no_email"}, Keep: func(l line, x ui.Value) bool { return l.reach() == x.Text }},
		},
		Presets: []ui.Preset{{Key: "due", Query: "state=due"}, {Key: "confirmed", Query: "state=confirmed"}},
		Bulk: []ui.Bulk[line]{{Key: "ask", Icon: "mail", Action: AskConfirmation,
			Refuse: func(l line) *fault.Fault { return l.MayAsk(l.today) },
			Do: func(a *act.Act, l line, _ url.Values) error {
				_, err := r.Ask(a, l.building, l.Member.ID())
				return err
			},
		}},
		Load: r.listed,
	}
}

func (r *Room) listed(v *act.View, in property.OfBuilding, _ ui.Query) (ui.Listed[line], error) {
	ctx := v.Context()
	listed := ui.Listed[line]{Building: in.Building, Section: "people"}
	all, err := r.Standings(v, in.Building)
	if err != nil {
		return listed, err
	}
	due := 0
	for _, s := range all {
		listed.Lines = append(listed.Lines, line{s, in.Building, v.Today})
		if s.Due(v.Today) {
			due++
		}
	}
	setting, err := SettingOf(v.Tx, in.Building)
	listed.Heading = ui.Heading{Title: tell(ctx, "list_title"), Lead: tell(ctx, "list_lead", "n", due, "of", len(all)) + " " + tell(ctx, "yearly_"+onOff(setting.Yearly))}
	if v.May(AskConfirmation, in.Building) {
		listed.Heading.Actions = append(listed.Heading.Actions, ui.Button{Label: tell(ctx, "yearly_do"), Icon: "settings", Href: listPath(in.Building) + "/yearly"})
	}
	listed.Empty = ui.EmptyState{House: true, Title: tell(ctx, "none_title"), Says: tell(ctx, "none_says")}
	return listed, err
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

func listPath(building id.Of[id.Building]) string {
	return "/buildings/" + building.String() + "/confirmations"
}

func tell(ctx context.Context, key string, args ...any) string {
	return i18n.T(ctx, "confirmations."+key, args...)
}
