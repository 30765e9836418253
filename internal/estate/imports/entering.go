package imports

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/jobs"
)

// maxAtOnce is how many lots are entered while the person waits: about a second of work. More are entered by a job, and the page may be left.
const maxAtOnce = 2000

// Confirm enters the list into the register, all or nothing. Rows that are still to be mended keep it out (409), and so do shares that do
// not sum to the whole of the deed, unless the syndic says that they do not yet (art. 3.85 §1). A long list is judged now and entered by a job,
// in one act all the same: half a register would be a wrong one, and a list is taken back as a whole.
func (r *Room) Confirm(a *act.Act, i id.Of[id.Import], accept bool, from civil.Date) (Sight, property.Taken, error) {
	seen, p, err := r.judged(a, i, accept, from)
	if err != nil {
		return Sight{}, property.Taken{}, err
	}
	if p.Lots <= maxAtOnce || r.House == nil {
		taken, err := r.enter(a, &seen, p)
		return seen, taken, err
	}
	seen.state, seen.confirming, seen.accepted, seen.refused = Confirming, a.Now, !p.Balanced(), ""
	if err := updateImport(a.Tx, seen.Import); err != nil {
		return Sight{}, property.Taken{}, err
	}
	a.Record(ListEntering{Building: seen.building, Import: i, Digest: seen.digest, Rows: int64(p.Lots)})
	key := EnterJob + "/" + i.String() + "/" + a.Now.String()
	err = jobs.Put(a.Tx, a.Who.Office, EnterJob, key, enterArgs{Import: i, Person: a.Who.Person, Since: a.Now, Accept: accept}, a.Now)
	return seen, p.Taken, err
}

// judged loads a draft, and judges whether it may enter the register.
func (r *Room) judged(a *act.Act, i id.Of[id.Import], accept bool, from civil.Date) (Sight, Preview, error) {
	seen, err := r.draft(a, i, ConfirmList)
	if err != nil {
		return Sight{}, Preview{}, err
	}
	return seen.mayEnter(a, accept, from)
}

func (s Sight) mayEnter(a *act.Act, accept bool, from civil.Date) (Sight, Preview, error) {
	if !from.None() {
		s.from = from
	}
	reg, err := property.LoadRegister(a.Tx, s.building)
	if err != nil {
		return Sight{}, Preview{}, err
	}
	p := preview(reg, s, &a.View)
	return s, p, mayConfirm(s, p, accept, a.Today)
}

// enter is the entering itself.
func (r *Room) enter(a *act.Act, seen *Sight, p Preview) (property.Taken, error) {
	seen.confirming = a.Now // from here to the confirmation nobody else writes to the building
	list := property.List{Import: seen.id, Digest: seen.digest, From: seen.from, Lines: seen.lines()}
	if err := r.takeContacts(a, p.Contacts); err != nil {
		return property.Taken{}, err
	}
	taken, err := r.Register.TakeList(a, seen.building, list)
	if err != nil {
		return property.Taken{}, err
	}
	seen.state, seen.confirmed, seen.accepted, seen.refused = Confirmed, a.Now, !p.Balanced(), ""
	if err := updateImport(a.Tx, seen.Import); err != nil {
		return property.Taken{}, err
	}
	a.Record(ListConfirmed{Building: seen.building, Import: seen.id, Digest: seen.digest, Rows: int64(len(list.Lines)),
		Declared: p.Whole, Found: p.Shares, Accepted: seen.accepted})
	return taken, remember(a, seen.Import)
}

// enterLong is what the job does: the list is judged once more, as the register stands now, and entered.
func (r *Room) enterLong(a *act.Act, args enterArgs) error {
	imp, err := r.held(a, args.Import, ConfirmList)
	if err != nil || imp.state != Confirming || imp.confirming != args.Since {
		return err // it was entered, or refused, by an earlier try
	}
	r.steps.Store(imp.id, 1)
	imp.state = Draft
	seen, err := judge(a.Tx, imp)
	if err != nil {
		return err
	}
	r.steps.Store(imp.id, 2)
	seen, p, err := seen.mayEnter(a, args.Accept, civil.Date{})
	if err != nil {
		return err
	}
	r.steps.Store(imp.id, 3)
	_, err = r.enter(a, &seen, p)
	return err
}

// refuse keeps why a job could not enter a list; it is a draft again, and its page says so.
func (r *Room) refuse(a *act.Act, args enterArgs, why *fault.Fault) error {
	imp, err := r.held(a, args.Import, ConfirmList)
	if err != nil || imp.state != Confirming || imp.confirming != args.Since {
		return err
	}
	imp.state, imp.confirming, imp.refused = Draft, civil.Instant{}, why.Code
	a.Record(ListRefused{Building: imp.building, Import: imp.id, Code: why.Code})
	return updateImport(a.Tx, imp)
}

// ListEntering is recorded when a long list is confirmed, before a job enters it.
type ListEntering ListOffered

// About says what the fact is about.
func (f ListEntering) About() act.About {
	return act.About{Kind: "imports.list_entering", Building: f.Building, Subject: act.Subject(f.Import)}
}

// ListRefused is recorded when a long list could not be entered after all.
type ListRefused struct {
	Building id.Of[id.Building] `json:"building"`
	Import   id.Of[id.Import]   `json:"import"`
	Code     string             `json:"code"`
}

// About says what the fact is about.
func (f ListRefused) About() act.About {
	return act.About{Kind: "imports.list_refused", Building: f.Building, Subject: act.Subject(f.Import)}
}
