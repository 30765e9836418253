package keys

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// A key is changed in two steps: the form says what is to be, the second page shows what that does to everybody's part, and only then is it written.
func (r *Room) changePages(p *ui.Pages) {
	ui.FormPage(p, "/keys/{key}/edit", ChangeKeys, 0, r.showEdit, r.lookAtChange)
	ui.Post(p, "/keys/{key}/revision", ChangeKeys, 0, r.showEdit, r.revise)
	ui.Post(p, "/keys/{key}/change", ChangeKeys, 0, r.showEdit, r.changePage)
	ui.FormPage(p, "/keys/{key}/withdrawal", ChangeKeys, 0, r.showWithdraw, r.withdrawPage)
}

// EditPage is the form that changes a key.
type EditPage struct {
	OfKey
	Body struct {
		PageBody
		How  string        `json:"how,omitempty" enum:"change,correct"`
		Seen civil.Instant `json:"seen,omitempty" format:"date-time"`
	}
}

// said is what the form says. A key by the shares of all lots names none, whatever stands beside them.
func (in EditPage) said() Entry {
	e := in.Body.entry()
	e.Seen = in.Body.Seen
	if e.Kind == Shares {
		e.Lots = nil
	}
	return e
}

// entry is what the form says; the day that stands in it counts only where the key changes.
func (in EditPage) entry() (Entry, error) {
	e := in.said()
	switch {
	case in.Body.How == "correct":
		e.From = civil.Date{}
	case e.From.None():
		return e, fault.Invalid("required", "from")
	}
	return e, nil
}

// changing is what the pages of a change show.
type changing struct {
	Key   Key // as it is, before the change
	Says  Entry
	How   string
	Lots  property.Snapshot // of the day from which the key is to be so
	Today civil.Date
	Lang  i18n.Lang

	Next    Key // as it is to be; of the second page
	Effects []Effect
}

// Proof tells whether the change takes a decision of the assembly that is not named (art. 3.88 §1 2° a).
func (c changing) Proof() bool {
	return c.How != "correct" && c.Next.decision == "" && !SameDistribution(c.Key, c.Next)
}

// beforeChange reads a key for a form that changes it, with the lots of a day; today when none is said.
func (r *Room) beforeChange(v *act.View, key id.Of[id.Key], on civil.Date) (changing, Book, error) {
	building, err := findBuilding(v.Tx, key)
	if err != nil {
		return changing{}, Book{}, err
	}
	reg, err := property.LoadRegister(v.Tx, building)
	if err != nil {
		return changing{}, Book{}, err
	}
	if err := v.Allow(ChangeKeys, building); err != nil {
		return changing{}, Book{}, err
	}
	book, err := Load(v.Tx, building)
	if err != nil {
		return changing{}, book, err
	}
	k := book.open(key, v.Now)
	if k.id != key { // withdrawn
		return changing{}, book, fault.NotFound("not_found")
	}
	if on.None() {
		on = v.Today
	}
	c := changing{Key: k, How: "change", Lots: reg.At(reg.Day(on, v.Now), v.Now), Today: v.Today, Lang: v.Who.Lang}
	c.Says = Entry{Name: k.Name(c.Lang), Kind: k.kind, Basis: k.basis, From: v.Today, Lots: k.lots, Seen: k.learned}
	return c, book, nil
}

func (r *Room) showEdit(v *act.View, in EditPage, sent ui.Sent) (ui.Sheet, error) {
	c, _, err := r.beforeChange(v, in.Key, civil.Date{})
	if err != nil {
		return ui.Sheet{}, err
	}
	return c.form(v, sent), nil
}

func (c changing) form(v *act.View, sent ui.Sent) ui.Sheet {
	title := say(v.Context(), "change_title", "name", c.Key.Name(c.Lang))
	return ui.Sheet{Title: title, Building: c.Key.building, Section: "keys", Body: changeView(title, c, sent)}
}

// lookAtChange judges what the form says and shows what it does; it writes nothing.
func (r *Room) lookAtChange(a *act.Act, in EditPage) (ui.Done, error) {
	e, err := in.entry()
	if err != nil {
		return ui.Done{}, err
	}
	c, book, err := r.beforeChange(&a.View, in.Key, e.From)
	if err != nil {
		return ui.Done{}, err
	}
	_, next, err := book.next(in.Key, e, c.Lots, a.Now)
	if err != nil {
		return ui.Done{}, err
	}
	c.Says, c.How, c.Next = in.said(), in.Body.How, next
	if c.Effects, err = Effects(c.Key, next, c.Lots); err != nil {
		return ui.Done{}, err
	}
	title := say(a.Context(), "look_title")
	return ui.Done{To: pageOf(in.Key) + "/edit", Show: &ui.Sheet{Title: title, Building: c.Key.building, Section: "keys", Body: lookView(title, c)}}, nil
}

// revise shows the form again with what it said, for whoever looked and thinks better of it.
func (r *Room) revise(a *act.Act, in EditPage) (ui.Done, error) {
	c, _, err := r.beforeChange(&a.View, in.Key, civil.Date{})
	if err != nil {
		return ui.Done{}, err
	}
	c.Says, c.How = in.said(), in.Body.How
	s := c.form(&a.View, ui.Sent{Lang: c.Lang})
	return ui.Done{To: pageOf(in.Key) + "/edit", Show: &s}, nil
}

func (r *Room) changePage(a *act.Act, in EditPage) (ui.Done, error) {
	e, err := in.entry()
	if err != nil {
		return ui.Done{}, err
	}
	k, err := r.ChangeKey(a, in.Key, e)
	d := ui.Done{To: pageOf(k.id), Says: say(a.Context(), "change_done", "name", k.name)}
	if in.Body.How != "correct" {
		d.Undo = pageOf(k.id) + "/withdrawal"
	}
	return d, err
}

func (r *Room) showWithdraw(v *act.View, in OfKey, sent ui.Sent) (ui.Sheet, error) {
	c, book, err := r.beforeChange(v, in.Key, civil.Date{})
	if err != nil {
		return ui.Sheet{}, err
	}
	before, has := book.before(c.Key, v.Now)
	title := say(v.Context(), "withdraw_title", "name", c.Key.Name(c.Lang))
	return ui.Sheet{Title: title, Building: c.Key.building, Section: "keys", Body: withdrawView(title, c, before, has, sent)}, nil
}

func (r *Room) withdrawPage(a *act.Act, in OfKey) (ui.Done, error) {
	k, err := r.Withdraw(a, in.Key)
	return ui.Done{To: inBuilding(k.building, ""), Says: say(a.Context(), "withdraw_done", "name", k.Name(a.Who.Lang))}, err
}
