package imports

import (
	"slices"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Tab is a way to look at the rows of a list.
type Tab string

// The tabs.
const (
	TabAll        Tab = "all"
	TabErrors     Tab = "errors" // to_fix and duplicates
	TabToFix      Tab = "to_fix"
	TabDuplicates Tab = "duplicates"
	TabGood       Tab = "good"
	TabIgnored    Tab = "ignored"
)

// State says under which tab a row stands: to_fix, duplicates, good or ignored.
func (r Row) State() Tab {
	var c Counts
	c.add(r)
	switch {
	case c.Ignored > 0:
		return TabIgnored
	case c.Good > 0:
		return TabGood
	case c.Duplicates > 0:
		return TabDuplicates
	}
	return TabToFix
}

// Under lists the rows of a tab.
func (c Checked) Under(t Tab) []Row {
	return slices.DeleteFunc(slices.Clone(c.Rows), func(r Row) bool {
		s := r.State()
		return t != TabAll && t != "" && s != t && !(t == TabErrors && (s == TabToFix || s == TabDuplicates))
	})
}

// KnownShares are the row's shares over the deed's whole; ok is false while they cannot be read.
func (r Row) KnownShares() (shares int64, ok bool) { return r.shares, r.known }

// JoinsRow is the number of the row whose lot this row's persons hold as well; 0 for none.
func (r Row) JoinsRow() int { return r.joins }

// Names are the persons that the row names, as they were understood.
func (r Row) Names() []string {
	names := make([]string, len(r.persons))
	for i, p := range r.persons {
		names[i] = p.name()
	}
	return names
}

// ListRows asks for the rows of an import.
type ListRows struct {
	OfImport
	Filter string `query:"filter" enum:"all,errors,to_fix,duplicates,good,ignored" default:"all"`
	rest.Paging
}

// RowAnswer is a row as the API says it: the cells of the file, what it says now, and how it was understood.
type RowAnswer struct {
	Row    int              `json:"row"`
	State  Tab              `json:"state"`
	Cells  map[Field]string `json:"cells"`
	Values map[Field]string `json:"values"`
	Fixed  []Field          `json:"fixed"`
	Label  string           `json:"label"`
	Kind   property.Kind    `json:"kind"`
	Shares *int64           `json:"shares"`
	Floor  *int64           `json:"floor"`
	Owners []OwnerAnswer    `json:"owners"`
	Joins  *int             `json:"joins"`
	Errors []ErrorAnswer    `json:"errors"`
}

// OwnerAnswer is a person of a row; right and part are empty while it is not known how the persons hold.
type OwnerAnswer struct {
	Name   string          `json:"name"`
	Nature property.Nature `json:"nature"`
	Right  property.Right  `json:"right"`
	Part   string          `json:"part"`
	Email  string          `json:"email"`
}

func answerRow(l i18n.Lang) func(Row) RowAnswer {
	return func(r Row) RowAnswer {
		a := RowAnswer{Row: r.Number, State: r.State(), Cells: r.Cells, Values: map[Field]string{}, Fixed: []Field{}, Label: r.Lot.Label, Kind: r.Lot.Kind,
			Floor: r.Lot.Floor, Owners: []OwnerAnswer{}, Errors: []ErrorAnswer{}}
		for _, f := range slices.Concat(Fields, []Field{Held, SameAs, Joins, Ignored}) {
			if v := r.Value(f); v != "" {
				a.Values[f] = v
			}
			if r.fixed(f) {
				a.Fixed = append(a.Fixed, f)
			}
		}
		if n, ok := r.KnownShares(); ok {
			a.Shares = &n
		}
		if r.joins > 0 {
			a.Joins = &r.joins
		}
		for _, m := range r.Members {
			a.Owners = append(a.Owners, OwnerAnswer{m.Name(), m.Nature, m.Right, m.Part.String(), m.Email})
		}
		if len(r.Members) == 0 {
			for _, name := range r.Names() {
				a.Owners = append(a.Owners, OwnerAnswer{Name: name})
			}
		}
		for _, p := range r.Problems {
			a.Errors = append(a.Errors, answerError(l)(p))
		}
		return a
	}
}

func (r *Room) getRows(v *act.View, in ListRows) (rest.List[RowAnswer], error) {
	s, err := r.See(v, in.Import)
	if err != nil {
		return rest.List[RowAnswer]{}, err
	}
	rows := s.Under(Tab(in.Filter))
	var last int
	found, err := in.After(&last)
	if err != nil {
		return rest.List[RowAnswer]{}, err
	}
	if found {
		rows = slices.DeleteFunc(rows, func(x Row) bool { return x.Number <= last })
	}
	page := rest.Cut(in.Paging, rows[:min(len(rows), in.Limit+1)], func(x Row) []any { return []any{x.Number} })
	return rest.Map(page, answerRow(i18n.From(v.Context()))), nil
}

func (r *Room) getRowsToFix(v *act.View, in OfImport) (rest.Download, error) {
	s, err := r.See(v, in.Import)
	if err != nil {
		return rest.Download{}, err
	}
	return RowsToFix(s, i18n.From(v.Context()))
}

// ModelRequest names a language by the path.
type ModelRequest struct {
	Language string `path:"language"`
}

func (r *Room) getModel(v *act.View, in ModelRequest) (rest.Download, error) {
	l, ok := i18n.Known(in.Language)
	if !ok || string(l) != in.Language {
		return rest.Download{}, fault.NotFound("not_found")
	}
	return ModelList(l)
}
