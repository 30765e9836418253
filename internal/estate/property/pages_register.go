package property

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// perPage is how many lots a page of the register shows.
const perPage = 200

func (r *Room) registerPages(p *ui.Pages) {
	ui.Page(p, "GET /buildings/{building}/lots", ReadRegister, func(v *act.View, in registerPage) (ui.Sheet, error) { return r.showRegister(p, v, in) })
	ui.File(p, "GET /buildings/{building}/lots.csv", ReadRegister, r.registerCSV)
	ui.File(p, "GET /buildings/{building}/lots.xlsx", ReadRegister, r.registerXLSX)
}

// registerPage asks for the register on a day, as it was known on another, looked at in some way.
type registerPage struct {
	OfBuilding
	On    civil.Date `query:"on" format:"date"`
	Known civil.Date `query:"known" format:"date"`
	// Before asks for the register as it was known until something was forgotten, to the moment: two corrections may be of one day.
	Before civil.Instant `query:"before" format:"date-time"`
	Query  string        `query:"q" maxLength:"120"`
	View   string        `query:"view" enum:"all,free,mailless,shared" default:"all"`
	Sort   string        `query:"sort" enum:"lot,kind,floor,shares,owner" default:"lot"`
	Down   bool          `query:"down"`
	Page   int           `query:"page" minimum:"1" maximum:"100000" default:"1"`
}

// href is the address of the same list, with some of the questions changed.
func (in registerPage) href(tail string, changes ...string) string {
	q := map[string]string{"on": in.On.String(), "known": in.Known.String(), "before": in.Before.String(), "q": in.Query, "view": in.View, "sort": in.Sort}
	if in.Down {
		q["down"] = "true"
	}
	for i := 0; i+1 < len(changes); i += 2 {
		q[changes[i]] = changes[i+1]
	}
	if q["view"] == "all" {
		q["view"] = ""
	}
	if q["sort"] == "lot" {
		q["sort"] = ""
	}
	return ui.With(path(in.Building, tail), "on", q["on"], "known", q["known"], "before", q["before"], "q", q["q"], "view", q["view"], "sort", q["sort"], "down", q["down"], "page", q["page"])
}

// asKnownBefore leads to the register of a day as it was known just before something was forgotten.
func asKnownBefore(building id.Of[id.Building], on civil.Date, unlearned civil.Instant) string {
	return registerPage{OfBuilding: OfBuilding{building}, On: on, Before: unlearned}.href("/lots")
}

// moment is the end of the day on which the register was known so; now when no day is asked.
func (in registerPage) moment(now civil.Instant) (civil.Instant, error) {
	if !in.Before.None() {
		return in.Before.Add(-time.Microsecond), nil
	}
	if in.Known.None() {
		return now, nil
	}
	end, err := civil.InBrussels(in.Known.AddDays(1), 0, 0)
	if err != nil || end.After(now) {
		return now, err
	}
	return end, nil
}

// row is a lot in the list with its holder, if it has one.
type row struct {
	Lot
	Holder Party
	Held   bool
}

func (l row) mailless() bool {
	return l.Held && !slices.ContainsFunc(l.Holder.members, func(m Member) bool { return m.entry.Email != "" })
}

// listed is the register as the list shows it.
type listed struct {
	In      registerPage
	Snap    Snapshot
	All     []row          // of the building
	Shown   []row          // what the view and the filter leave, sorted
	Counts  map[string]int // lots per view
	MayMail bool           // the reader may see addresses
}

func (r *Room) list(v *act.View, in registerPage) (listed, error) {
	known, err := in.moment(v.Now)
	if err != nil {
		return listed{}, err
	}
	s, err := r.Register(v, in.Building, in.On, known)
	if err != nil {
		return listed{}, err
	}
	l := listed{In: in, Snap: s, Counts: map[string]int{}, MayMail: v.May(ChangeRegister, in.Building)}
	s = r.visible(v, s)
	for _, lot := range s.Lots {
		holder, held := s.Holder(lot.id)
		l.All = append(l.All, row{lot, holder, held})
	}
	wanted := Fold(in.Query)
	for _, x := range l.All {
		views := x.views(l.MayMail)
		for _, view := range views {
			l.Counts[view]++
		}
		if slices.Contains(views, in.View) && (strings.Contains(Fold(x.label), wanted) || strings.Contains(Fold(x.Holder.Name()), wanted)) {
			l.Shown = append(l.Shown, x)
		}
	}
	l.sort()
	return l, nil
}

// views are the tabs under which a lot stands.
func (l row) views(mail bool) []string {
	views := []string{"all"}
	if !l.Held {
		return append(views, "free")
	}
	if mail && l.mailless() {
		views = append(views, "mailless")
	}
	if l.Holder.Kind() != Sole {
		views = append(views, "shared")
	}
	return views
}

func (l *listed) sort() {
	floor := func(x row) int64 {
		if x.floor == nil {
			return -maxFloor - 1
		}
		return *x.floor
	}
	slices.SortStableFunc(l.Shown, func(a, b row) int {
		by := 0
		switch l.In.Sort {
		case "kind":
			by = cmp.Compare(slices.Index(Kinds, a.kind), slices.Index(Kinds, b.kind))
		case "floor":
			by = cmp.Compare(floor(a), floor(b))
		case "shares":
			by = cmp.Compare(a.shares, b.shares)
		case "owner":
			by = cmp.Compare(Fold(a.Holder.Name()), Fold(b.Holder.Name()))
		}
		if l.In.Down {
			by = -by
		}
		if by == 0 && l.In.Sort == "lot" && l.In.Down {
			return cmp.Compare(b.position, a.position)
		}
		return cmp.Or(by, cmp.Compare(a.position, b.position))
	})
}

// cut is the page of the list that is shown.
func (l listed) cut() (page []row, from int) {
	from = min((l.In.Page-1)*perPage, len(l.Shown))
	return l.Shown[from:min(from+perPage, len(l.Shown))], from
}

func (l listed) next() string {
	if l.In.Page*perPage >= len(l.Shown) {
		return ""
	}
	return l.In.href("/lots", "page", strconv.Itoa(l.In.Page+1))
}

func (l listed) previous() string {
	if l.In.Page <= 1 {
		return ""
	}
	return l.In.href("/lots", "page", strconv.Itoa(l.In.Page-1))
}

func (r *Room) showRegister(p *ui.Pages, v *act.View, in registerPage) (ui.Sheet, error) {
	l, err := r.list(v, in)
	if err != nil {
		return ui.Sheet{}, err
	}
	may := registerRights{Add: v.May(ChangeRegister, in.Building), Import: p.May(v, "/buildings/{building}/imports/new", in.Building)}
	sheet := ui.Sheet{Title: say(v.Context(), "register_title"), Building: in.Building, Section: "building", Body: registerView(l, may)}
	if may.Add {
		sheet.Density = ui.Dense
	}
	return sheet, nil
}

// registerRights are the buttons that the reader gets.
type registerRights struct{ Add, Import bool }

// withParty says how a party holds, after its name: Lambert – Dubois, indivision.
func withParty(ctx context.Context, p Party) string {
	switch p.Kind() {
	case Undivided:
		return p.Name() + ", " + say(ctx, "party_undivided")
	case Split:
		names := make([]string, len(p.members))
		for i, m := range p.members {
			names[i] = m.Name() + " (" + say(ctx, "right_"+string(m.Right())) + ")"
		}
		return strings.Join(names, ", ")
	}
	return p.Name()
}
