package decisions

import (
	"cmp"
	"slices"

	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/identity"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/rest"
)

// Shown is a decision with the name of who carries it out.
type Shown struct {
	Decision
	WhoName string // empty when nobody was named
	Today   civil.Date
}

// Late tells whether its execution is past its day.
func (s Shown) Late() bool { return Late(s.State(), s.plan.Due, s.Today) }

// Name is how a list or a choice calls a decision: its day, its point, what it is about.
func (d Decision) Name(l i18n.Lang) string {
	if d.entry.Point == "" {
		return i18n.Say(l, "decisions.name_bare", "date", d.entry.Assembly.Short(), "title", d.entry.Title)
	}
	return i18n.Say(l, "decisions.name", "date", d.entry.Assembly.Short(), "point", d.entry.Point, "title", d.entry.Title)
}

// Full is a decision with all that a reader of its page sees.
type Full struct {
	Shown
	Steps     []Step
	Earlier   []Wording // how it read before it was corrected, the last first
	Names     map[id.Of[id.Person]]string
	Challenge civil.Date // the last day on which it can be challenged; none when that is not known
	Article   string     // of that
	Cited     bool       // it can no longer be taken back
}

// Decisions lists the decisions of a building, the latest assembly first.
func (r *Room) Decisions(v *act.View, building id.Of[id.Building]) ([]Shown, error) {
	if _, err := property.FindBuilding(v.Tx, building); err != nil {
		return nil, err
	}
	if err := v.Allow(ReadDecision, building); err != nil {
		return nil, err
	}
	list, err := Of(v.Tx, building)
	if err != nil {
		return nil, err
	}
	names, err := namesFor(v.Tx, list)
	shown := make([]Shown, len(list))
	for i, d := range list {
		shown[i] = Shown{d, names(d.plan), v.Today}
	}
	return shown, err
}

// page cuts the decisions of a building for a program.
func (r *Room) page(v *act.View, building id.Of[id.Building], p rest.Paging) (rest.List[Shown], error) {
	list, err := r.Decisions(v, building)
	if err != nil {
		return rest.List[Shown]{}, err
	}
	var day civil.Date
	var last id.Of[id.Decision]
	found, err := p.After(&day, &last)
	if err != nil {
		return rest.List[Shown]{}, err
	}
	if found {
		list = slices.DeleteFunc(list, func(s Shown) bool {
			return cmp.Or(s.entry.Assembly.Compare(day), s.id.Compare(last)) >= 0
		})
	}
	list = list[:min(len(list), p.Limit+1)]
	return rest.Cut(p, list, func(s Shown) []any { return []any{s.entry.Assembly, s.id} }), nil
}

// Decision reads one decision.
func (r *Room) Decision(v *act.View, decision id.Of[id.Decision]) (Full, error) {
	d, err := Get(v.Tx, decision)
	if err != nil {
		return Full{}, err
	}
	if err := v.Allow(ReadDecision, d.building); err != nil {
		return Full{}, err
	}
	return r.full(v, d)
}

func (r *Room) full(v *act.View, d Decision) (Full, error) {
	f := Full{Shown: Shown{Decision: d, Today: v.Today}}
	var err error
	if f.Steps, err = db.All(v.Query(stepsOf, d.id), (*Step).fields); err != nil {
		return f, err
	}
	wordings, err := db.All(v.Query(wordingsOf, d.id), (*Wording).fields)
	if err != nil {
		return f, err
	}
	f.Earlier = wordings[:len(wordings)-1]
	for i := range f.Earlier { // the reason stands with the wording that came after
		f.Earlier[i].Reason = wordings[i+1].Reason
	}
	slices.Reverse(f.Earlier)
	persons := []id.Of[id.Person]{d.by}
	for _, s := range f.Steps {
		persons = append(persons, s.by)
	}
	if f.Names, err = identity.Names(v.Tx, persons); err != nil {
		return f, err
	}
	names, err := namesFor(v.Tx, []Decision{d})
	if err != nil {
		return f, err
	}
	f.WhoName = names(d.plan)
	if f.Cited, err = r.cited(v.Tx, d.id); err != nil {
		return f, err
	}
	register, err := property.LoadRegister(v.Tx, d.building)
	if err != nil {
		return f, err
	}
	region := register.At(v.Today, v.Now).Particulars.Region.Law()
	f.Challenge, f.Article, err = ChallengeUntil(d.entry.Assembly, region)
	return f, err
}

// namesFor gives a function that names who is to carry plans out; two statements, and none when nobody is named by identifier.
func namesFor(tx *db.Tx, list []Decision) (func(Plan) string, error) {
	var persons []id.Of[id.Person]
	paid := false
	for _, d := range list {
		if !d.plan.Person.None() {
			persons = append(persons, d.plan.Person)
		}
		paid = paid || !d.plan.Supplier.None()
	}
	people, err := identity.Names(tx, persons)
	var sellers map[id.Of[id.Supplier]]suppliers.Supplier
	if err == nil && paid {
		sellers, err = suppliers.All(tx)
	}
	return func(p Plan) string {
		if s, found := sellers[p.Supplier]; found {
			return s.Name()
		}
		return cmp.Or(people[p.Person], p.Who)
	}, err
}

// asked are those who may be asked to carry out a decision: who runs something in the office, and the suppliers, by their names.
func asked(tx *db.Tx) (people []choice, paid []choice, err error) {
	persons, err := office.Persons(tx)
	if err != nil {
		return nil, nil, err
	}
	names, err := identity.Names(tx, persons)
	if err != nil {
		return nil, nil, err
	}
	for p, name := range names {
		people = append(people, choice{p.String(), name})
	}
	sellers, err := suppliers.All(tx)
	for s, x := range sellers {
		paid = append(paid, choice{s.String(), x.Name()})
	}
	for _, list := range [][]choice{people, paid} {
		slices.SortFunc(list, func(a, b choice) int {
			return cmp.Or(cmp.Compare(property.Fold(a.name), property.Fold(b.name)), cmp.Compare(a.id, b.id))
		})
	}
	return people, paid, err
}

type choice struct{ id, name string }

// MinutesOf gives the minutes of a decision as they were received.
func (r *Room) MinutesOf(v *act.View, decision id.Of[id.Decision]) (rest.Download, error) {
	d, err := Get(v.Tx, decision)
	if err != nil {
		return rest.Download{}, err
	}
	if err := v.Allow(ReadDecision, d.building); err != nil {
		return rest.Download{}, err
	}
	return d.minutes.Open(v.Context(), r.Blobs)
}

// ProofOf gives the proof of a step of a decision.
func (r *Room) ProofOf(v *act.View, decision id.Of[id.Decision], step id.Of[id.Any]) (rest.Download, error) {
	d, err := Get(v.Tx, decision)
	if err != nil {
		return rest.Download{}, err
	}
	if err := v.Allow(ReadDecision, d.building); err != nil {
		return rest.Download{}, err
	}
	steps, err := db.All(v.Query(stepsOf, decision), (*Step).fields)
	i := slices.IndexFunc(steps, func(s Step) bool { return s.id == step })
	if err != nil || i < 0 {
		return rest.Download{}, fault.Join(err, fault.NotFound("not_found"))
	}
	return steps[i].proof.Open(v.Context(), r.Blobs)
}
