package suppliers

import (
	"context"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/identity"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// Pages declares the pages of the suppliers.
func (r *Room) Pages(p *ui.Pages) {
	ui.ListPage(p, "/suppliers", ReadSuppliers, r.list(p))
	ui.FormPage(p, "/suppliers/new", ChangeSupplier, 0, r.showNew, r.addPage)
	ui.Page(p, "GET /suppliers/{supplier}", ReadSuppliers, func(v *act.View, in ReadRequest) (ui.Sheet, error) { return r.showOne(p, v, in) })
	ui.FormPage(p, "/suppliers/{supplier}/edit", ChangeSupplier, 0, r.showEdit, r.changePage)
}

func say(ctx context.Context, key string, args ...any) string {
	return i18n.T(ctx, "suppliers."+key, args...)
}

func pageOf(s id.Of[id.Supplier]) string { return "/suppliers/" + s.String() }

// Nobody is a request that says nothing.
type Nobody struct{}

// list is the list of the suppliers; it is narrowed and cut by the database, by name.
func (r *Room) list(p *ui.Pages) ui.List[Nobody, Supplier] {
	return ui.List[Nobody, Supplier]{
		Key: "suppliers.suppliers", Words: "suppliers.", Sort: "name", Live: "suppliers.",
		ID: func(s Supplier) string { return s.id.String() }, Name: Supplier.Name, Href: func(s Supplier) string { return pageOf(s.id) },
		Find: func(s Supplier) []string { return []string{s.name} },
		Columns: []ui.Col[Supplier]{
			ui.TextCol("name", Supplier.Name).Lead(),
			ui.TextCol("enterprise", func(s Supplier) string { return s.enterprise.Format() }).At(ui.PlaceFact).Still(),
			ui.TextCol("vat", func(s Supplier) string { return s.vat.String() }).Spare().Still(),
			ui.TextCol("iban", func(s Supplier) string { return s.iban.Format() }).At(ui.PlaceFact).Still(),
			ui.TextCol("email", Supplier.Email).At(ui.PlaceFact).Still(),
			ui.DateCol("added", func(s Supplier) civil.Date { return s.created.BrusselsDate() }).Spare().Still(),
		},
		Filters: []ui.Filter[Supplier]{{Key: "account", Kind: ui.KindSelect, Front: true, Values: []string{"known", "missing"}}},
		Presets: []ui.Preset{{Key: "missing", Query: "account=missing"}},
		Load: func(v *act.View, _ Nobody, q ui.Query) (ui.Listed[Supplier], error) {
			if err := somewhere(v, ReadSuppliers); err != nil {
				return ui.Listed[Supplier]{}, err
			}
			lines, cut, err := page(v, q)
			ctx := v.Context()
			l := ui.Listed[Supplier]{Section: "suppliers", Lines: lines, Page: &cut, Heading: ui.Heading{Title: say(ctx, "list_title"), Lead: say(ctx, "list_lead")},
				Empty: ui.EmptyState{House: true, Title: say(ctx, "none_title"), Says: say(ctx, "none_says")}}
			if p.May(v, "/suppliers/new", id.Of[id.Building]{}) {
				add := ui.Button{Label: say(ctx, "new_do"), Icon: "plus", Look: ui.Primary, Href: "/suppliers/new"}
				l.Heading.Actions = append(l.Heading.Actions, add)
				l.Empty.Ways = []ui.Way{{Icon: "pencil", Title: say(ctx, "new_do"), Says: say(ctx, "none_hand"), Href: "/suppliers/new", First: true}}
			}
			return l, err
		},
	}
}

func (r *Room) showNew(v *act.View, _ AddRequest, sent ui.Sent) (ui.Sheet, error) {
	title := say(v.Context(), "new_title")
	return ui.Sheet{Title: title, Section: "suppliers", Body: formView(Supplier{}, title, sent)}, somewhere(v, ChangeSupplier)
}

func (r *Room) addPage(a *act.Act, in AddRequest) (ui.Done, error) {
	s, err := r.Add(a, in.Body.Entry())
	return ui.Done{To: pageOf(s.id), Says: say(a.Context(), "new_done", "name", s.name)}, err
}

func (r *Room) showEdit(v *act.View, in ChangeRequest, sent ui.Sent) (ui.Sheet, error) {
	s, err := r.Supplier(v, in.Supplier)
	if err != nil {
		return ui.Sheet{}, err
	}
	title := say(v.Context(), "edit_title")
	return ui.Sheet{Title: title, Section: "suppliers", Body: formView(s, title, sent)}, somewhere(v, ChangeSupplier)
}

func (r *Room) changePage(a *act.Act, in ChangeRequest) (ui.Done, error) {
	s, err := r.Change(a, in.Supplier, in.Body.Entry())
	return ui.Done{To: pageOf(in.Supplier), Says: say(a.Context(), "edit_done", "name", s.name)}, err
}

// known is a supplier with what happened to it, and where its invoices can be read.
type known struct {
	Supplier  Supplier
	MayChange bool
	Bills     []bills
	Events    []event
}

// bills lead to the invoices of a supplier in one building: only where the reader may read them, and never how many there are.
type bills struct {
	Building property.BuildingLine
	Href     string
}

// event is a line of the history.
type event struct {
	On, What, Who string
	Account       bool // the account to pay to was changed
}

func (r *Room) showOne(p *ui.Pages, v *act.View, in ReadRequest) (ui.Sheet, error) {
	s, err := r.Supplier(v, in.Supplier)
	if err != nil {
		return ui.Sheet{}, err
	}
	k := known{Supplier: s, MayChange: somewhere(v, ChangeSupplier) == nil}
	if k.Bills, err = r.bills(p, v, s); err != nil {
		return ui.Sheet{}, err
	}
	if k.Events, err = events(v, s); err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: s.name, Section: "suppliers", Body: supplierView(k)}, nil
}

func (r *Room) bills(p *ui.Pages, v *act.View, s Supplier) (list []bills, err error) {
	if r.Register == nil {
		return nil, nil
	}
	lines, err := r.Register.Buildings(v)
	for _, b := range lines {
		if p.May(v, "/buildings/{building}/invoices", b.ID()) {
			list = append(list, bills{b, ui.With("/buildings/"+b.ID().String()+"/invoices", "supplier", s.id.String())})
		}
	}
	return list, err
}

// events tell who entered and changed a supplier, the latest first: an account that was changed is how false invoices are paid.
func events(v *act.View, s Supplier) (list []event, err error) {
	facts, err := v.History(act.Subject(s.id))
	if err != nil {
		return nil, err
	}
	ctx, names := v.Context(), map[id.Of[id.Person]]string{}
	for i := len(facts) - 1; i >= 0; i-- {
		f := facts[i]
		e := event{On: f.At.BrusselsDate().Short(), What: say(ctx, "event_added")}
		if f.Kind == (SupplierChanged{}).About().Kind {
			var changed SupplierChanged
			if err := f.Read(&changed); err != nil {
				return nil, err
			}
			e.What, e.Account = say(ctx, "event_changed"), changed.AccountChanged
		}
		if _, seen := names[f.Person]; !seen && !f.Person.None() {
			p, err := identity.ByID(v.Tx, f.Person)
			if err != nil {
				return nil, err
			}
			names[f.Person] = p.Who().Name
		}
		e.Who = names[f.Person]
		list = append(list, e)
	}
	return list, nil
}
