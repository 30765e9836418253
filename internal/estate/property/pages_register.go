package property

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

// The register is a list at /register. Its first address, /lots, leads there with the same questions, and stays that of the whole register as a file.
func (r *Room) registerPages(p *ui.Pages) {
	ui.ListPage(p, "/buildings/{building}/register", ReadRegister, r.lotList(p))
	ui.Page(p, "GET /buildings/{building}/lots", ReadRegister, r.showOldAddress)
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
}

// lotViews are the ways of looking at the register, as questions of the list.
var lotViews = []ui.Preset{{Key: "free", Query: "held=free"}, {Key: "mailless", Query: "reach=post"}, {Key: "shared", Query: "held=shared"}}

// href is the address of the list that answers the same.
func (in registerPage) href() string {
	asks := []string{"on", in.On.String(), "known", in.Known.String(), "moment", in.Before.String(), "q", in.Query}
	for _, v := range lotViews {
		if v.Key == in.View {
			key, value, _ := strings.Cut(v.Query, "=")
			asks = append(asks, "view", v.Key, key, value)
		}
	}
	sort := in.Sort
	if sort == "lot" {
		sort = "deed"
	}
	switch {
	case in.Down:
		asks = append(asks, "sort", "-"+sort)
	case sort != "deed":
		asks = append(asks, "sort", sort)
	}
	return ui.With(path(in.Building, "/register"), asks...)
}

// file is the address of the whole register of the same day as a file.
func (in registerPage) file(kind string) string {
	return ui.With(path(in.Building, "/lots"+kind), "on", in.On.String(), "known", in.Known.String(), "before", in.Before.String())
}

// asKnownBefore leads to the register of a day as it was known just before something was forgotten.
func asKnownBefore(building id.Of[id.Building], on civil.Date, unlearned civil.Instant) string {
	return ui.With(path(building, "/register"), "on", on.String(), "moment", unlearned.String())
}

func (r *Room) showOldAddress(v *act.View, in registerPage) (ui.Sheet, error) {
	if _, err := FindBuilding(v.Tx, in.Building); err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{To: in.href()}, v.Allow(ReadRegister, in.Building)
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

// past tells whether the register is of another day than today.
func (in registerPage) past(today civil.Date) bool {
	return !in.Known.None() || !in.Before.None() || !in.On.None() && in.On != today
}

// row is a lot in the list with its holder, if it has one, and since when.
type row struct {
	Lot
	Holder Party
	Held   bool
	Since  civil.Date
	mail   bool  // the reader may know how the holder is reached
	mine   bool  // the reader is one of the holders
	whole  int64 // the denominator of the deed
}

func (l row) mailless() bool {
	return l.Held && !slices.ContainsFunc(l.Holder.members, func(m Member) bool { return m.entry.Email != "" })
}

// reach says how the register can reach who holds a lot. How a convocation goes is another question, which the law answers (art. 3.87 §3).
func (l row) reach() string {
	switch {
	case !l.Held || !l.mail:
		return ""
	case l.mailless():
		return "post"
	}
	return "email"
}

// how a lot is held: by nobody, by one person, by several.
func (l row) how() string {
	switch {
	case !l.Held:
		return "free"
	case l.Holder.Kind() == Sole:
		return "sole"
	}
	return "shared"
}

func (l row) storey() string {
	if l.floor == nil {
		return "none"
	}
	return strconv.FormatInt(*l.floor, 10)
}

func (l row) payment() string {
	if !l.Held || !l.mail && !l.mine {
		return ""
	}
	return l.Holder.communication.Format()
}

// listed is the register of a day with its lots in the order of the deed.
type listed struct {
	In      registerPage
	Reg     Register
	Snap    Snapshot
	All     []row
	MayMail bool // the reader may see addresses
}

func (r *Room) look(v *act.View, in registerPage) (listed, error) {
	reg, err := LoadRegister(v.Tx, in.Building)
	if err != nil {
		return listed{}, err
	}
	if err := v.Allow(ReadRegister, in.Building); err != nil {
		return listed{}, err
	}
	known, err := in.moment(v.Now)
	if err != nil {
		return listed{}, err
	}
	s := r.visible(v, reg.At(orToday(in.On, v.Today), known))
	l := listed{In: in, Reg: reg, Snap: s, MayMail: v.May(ChangeRegister, in.Building)}
	since := map[id.Of[id.Lot]]civil.Date{}
	for _, o := range s.Ownerships {
		since[o.lot] = o.from
	}
	for _, lot := range s.Lots {
		x := row{Lot: lot, Since: since[lot.id], mail: l.MayMail, whole: s.Building.denominator}
		x.Holder, x.Held = s.Holder(lot.id)
		x.mine = x.Holder.Has(v.Who.Person)
		l.All = append(l.All, x)
	}
	return l, nil
}

// lotList is the list of a building's lots. A register is read whole anyway: it is narrowed, sorted and cut from memory.
func (r *Room) lotList(p *ui.Pages) ui.List[OfBuilding, row] {
	return ui.List[OfBuilding, row]{
		Key: "property.lots", Words: "property.register_", Sort: "deed", Live: "property.",
		ID: func(l row) string { return l.id.String() }, Name: func(l row) string { return l.label }, Href: func(l row) string { return "/lots/" + l.id.String() },
		Find: func(l row) []string { return []string{l.label, l.Holder.Name()} },
		Columns: []ui.Col[row]{
			ui.TextCol("lot", func(l row) string { return l.label }).Lead(),
			ui.SaidCol("kind", func(ctx context.Context, l row) string { return say(ctx, "kind_"+string(l.kind)) }).At(ui.PlaceBeside),
			ui.KnownCol("floor", func(l row) *int64 { return l.floor }),
			ui.SaidCol("surface", func(ctx context.Context, l row) string { return l.measured(i18n.From(ctx)) }).Spare(),
			ui.CountCol("shares", func(l row) int64 { return l.shares }).At(ui.PlaceAmount).Foot(sharesOf),
			ui.SaidCol("owner", func(ctx context.Context, l row) string { return withParty(ctx, l.Holder) }).At(ui.PlaceLine),
			ui.DateCol("since", func(l row) civil.Date { return l.Since }).Spare(),
			ui.TextCol("communication", row.payment).Spare(),
			ui.TextCol("language", func(l row) string { return partyLangs(l.Holder) }),
			ui.SaidCol("reach", func(ctx context.Context, l row) string { return reachWord(ctx, l.reach()) }).Drawn(func(ctx context.Context, l row) templ.Component { return reachable(ctx, l.reach()) }),
			ui.CountCol("deed", func(l row) int64 { return l.position + 1 }).Spare(),
			ui.ChipCol("state", lotState),
		},
		Filters: []ui.Filter[row]{
			{Key: "kind", Kind: ui.KindSelect, Front: true, Keep: func(l row, x ui.Value) bool { return string(l.kind) == x.Text }},
			{Key: "held", Kind: ui.KindSelect, Front: true, Values: []string{"sole", "shared", "free"}, Keep: func(l row, x ui.Value) bool { return l.how() == x.Text }},
			{Key: "on", Kind: ui.KindDate},
			{Key: "known", Kind: ui.KindDate},
			{Key: "moment", Kind: ui.KindSelect},
			{Key: "owner", Keep: func(l row, x ui.Value) bool { return strings.Contains(Fold(l.Holder.Name()), Fold(x.Text)) }},
			{Key: "floor", Kind: ui.KindSelect, Keep: func(l row, x ui.Value) bool { return l.storey() == x.Text }},
			{Key: "reach", Kind: ui.KindSelect, Values: []string{"email", "post"}, Keep: func(l row, x ui.Value) bool { return l.reach() == x.Text }},
		},
		Presets: lotViews,
		Load:    func(v *act.View, in OfBuilding, q ui.Query) (ui.Listed[row], error) { return r.listLots(p, v, in, q) },
	}
}

func (r *Room) listLots(p *ui.Pages, v *act.View, in OfBuilding, q ui.Query) (ui.Listed[row], error) {
	asked := registerPage{OfBuilding: in, On: q.Value("on").Date, Known: q.Value("known").Date}
	if moment, err := civil.ParseInstant(q.Value("moment").Text); err == nil {
		asked.Before = moment
	}
	l, err := r.look(v, asked)
	if err != nil {
		return ui.Listed[row]{}, err
	}
	ctx, may := v.Context(), registerRights{Add: v.May(ChangeRegister, in.Building), Import: p.May(v, "/buildings/{building}/imports/new", in.Building)}
	list := ui.Listed[row]{Building: in.Building, Section: "building", Heading: registerHeading(ctx, l, may), Lines: l.All, Choices: l.choices(ctx),
		Empty: ui.EmptyState{House: true, Title: say(ctx, "empty_title"), Says: emptySays(ctx, may.Add), Ways: registerWays(ctx, in.Building, may)}}
	if !l.MayMail {
		list.Hidden = []string{"language", "reach", "mailless"}
	}
	if asked.past(v.Today) {
		list.More = registerPast(ctx, l, "/register")
	}
	return list, nil
}

// choices are what occurs in the register: kinds and floors of lots, and the latest moments at which something that was known was corrected.
func (l listed) choices(ctx context.Context) map[string][]ui.Option {
	kinds, floors := map[Kind]bool{}, map[int64]bool{}
	unknown := false
	for _, x := range l.All {
		kinds[x.kind] = true
		if unknown = unknown || x.floor == nil; x.floor != nil {
			floors[*x.floor] = true
		}
	}
	all := map[string][]ui.Option{}
	for _, k := range Kinds {
		if kinds[k] {
			all["kind"] = append(all["kind"], ui.Option{Value: string(k), Label: say(ctx, "kind_"+string(k))})
		}
	}
	for n := range floors {
		all["floor"] = append(all["floor"], ui.Option{Value: strconv.FormatInt(n, 10)})
	}
	slices.SortFunc(all["floor"], func(a, b ui.Option) int { return intOf(b.Value) - intOf(a.Value) })
	for i, o := range all["floor"] {
		all["floor"][i].Label = FloorLabel(i18n.From(ctx), int64(intOf(o.Value)))
	}
	if unknown {
		all["floor"] = append(all["floor"], ui.Option{Value: "none", Label: say(ctx, "floor_unknown")})
	}
	for _, m := range l.Reg.corrections(l.In.Before) {
		all["moment"] = append(all["moment"], ui.Option{Value: m.String(), Label: m.In(i18n.From(ctx))})
	}
	return all
}

func intOf(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// lastCorrections is how many moments are offered to look back before.
const lastCorrections = 20

// corrections are the latest moments at which something of the register was forgotten, and the one that is asked for.
func (r Register) corrections(asked civil.Instant) []civil.Instant {
	seen := map[civil.Instant]bool{}
	for _, x := range r.lots {
		seen[x.unlearned] = true
	}
	for _, x := range r.members {
		seen[x.unlearned] = true
	}
	for _, x := range r.ownerships {
		seen[x.unlearned] = true
	}
	delete(seen, civil.Instant{})
	delete(seen, asked)
	list := make([]civil.Instant, 0, len(seen))
	for m := range seen {
		list = append(list, m)
	}
	slices.SortFunc(list, func(a, b civil.Instant) int { return b.Compare(a) })
	list = list[:min(len(list), lastCorrections)]
	if !asked.None() {
		list = append(list, asked)
	}
	return list
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
