package imports

import (
	"crypto/sha256"
	"encoding/hex"
	"sync"

	"koprogo/internal/estate/property"
	"koprogo/internal/formats/sheet"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Room holds what the verbs need from elsewhere.
type Room struct {
	Register *property.Room // takes lists and returns them
	House    *act.House     // in which the jobs act

	steps sync.Map // id.Of[id.Import] -> int: how far the lists are that this process enters
}

// Sight is an import with its list as it is judged now.
type Sight struct {
	Import
	Checked
	Sample  []sheet.Row // the first rows of the sheet, for the choice of columns
	Preview *Preview    // nil once the list is in the register, or taken back
}

// Offer takes in a file: it is read, recognised, checked and kept as a draft. Nothing enters the register.
func (r *Room) Offer(a *act.Act, building id.Of[id.Building], name string, data []byte) (Sight, error) {
	if err := a.Hold(building); err != nil {
		return Sight{}, err
	}
	b, err := property.FindBuilding(a.Tx, building)
	if err != nil {
		return Sight{}, err
	}
	if err := a.Allow(OfferList, building); err != nil {
		return Sight{}, err
	}
	book, err := sheet.ReadBytes(data, sheet.Default)
	if err != nil {
		return Sight{}, atFile(err)
	}
	mapping, again, err := recall(a.Tx, *book)
	if err == nil && !again {
		mapping, err = Recognise(*book, b.Denominator())
	}
	if err != nil {
		return Sight{}, err
	}
	sum := sha256.Sum256(data)
	i := NewImport(building, name, hex.EncodeToString(sum[:]), int64(len(data)), *book, firstOfYear(a.Today), a.Who.Person, a.Now)
	i.mapping = mapping
	seen := Sight{Import: i, Checked: Check(book.Sheets[mapping.Sheet], mapping, nil, deedOf(b)), Sample: sampleOf(book.Sheets[mapping.Sheet])}
	seen.counted(seen.Checked)
	if err := insertImport(a.Tx, seen.Import); err != nil {
		return Sight{}, err
	}
	if err := insertBook(a.Tx, i.id, *book); err != nil {
		return Sight{}, err
	}
	a.Record(ListOffered{Building: building, Import: i.id, Digest: i.digest, Rows: seen.rows})
	return seen, nil
}

// atFile says that a fault lies in the file.
func atFile(err error) error {
	if f := fault.As(err); f != nil {
		return f.At("file")
	}
	return err
}

// firstOfYear is the first day of the current year: lists are drawn up for a year, and a new building's year begins there.
func firstOfYear(today civil.Date) civil.Date { return civil.FiscalStart{}.YearOf(today).From }

func deedOf(b property.Building) Deed { return Deed{Denominator: b.Denominator(), Lang: b.Lang()} }

// maxSample is how many rows are shown for the choice of columns.
const maxSample = 12

func sampleOf(s sheet.Sheet) []sheet.Row { return s.Rows[:min(len(s.Rows), maxSample)] }

// See reads an import with its list as it is judged now, and what the register would become.
func (r *Room) See(v *act.View, i id.Of[id.Import]) (Sight, error) {
	imp, err := FindImport(v.Tx, i)
	if err != nil {
		return Sight{}, err
	}
	if err := v.Allow(ReadList, imp.building); err != nil {
		return Sight{}, err
	}
	seen, err := judge(v.Tx, imp)
	if err != nil || imp.state != Draft {
		return seen, err
	}
	reg, err := property.LoadRegister(v.Tx, imp.building)
	if err != nil {
		return Sight{}, err
	}
	p := preview(reg, seen, v)
	seen.Preview = &p
	return seen, nil
}

// loaded is all that a list is judged by.
type loaded struct {
	page  sheet.Sheet
	fixes map[int]Fix
	deed  Deed
}

func load(tx *db.Tx, i Import) (l loaded, err error) {
	b, err := property.FindBuilding(tx, i.building)
	if err != nil {
		return l, err
	}
	l.deed = deedOf(b)
	book, err := loadBook(tx, i, i.mapping.Sheet)
	if err != nil {
		return l, err
	}
	l.page = book.Sheets[i.mapping.Sheet]
	l.fixes, err = loadFixes(tx, i.id, i.mapping.Sheet)
	return l, err
}

// judge checks the cells with the columns and the fixes; it recognises nothing anew.
func (l loaded) judge(i Import) Sight {
	seen := Sight{Import: i, Checked: Check(l.page, i.mapping, l.fixes, l.deed), Sample: sampleOf(l.page)}
	if i.state == Draft {
		seen.counted(seen.Checked)
	}
	return seen
}

func judge(tx *db.Tx, i Import) (Sight, error) {
	if i.state == Returned { // its rows are erased
		seen := Sight{Import: i}
		seen.Shares.Declared, seen.Shares.Found = i.declared, i.found
		return seen, nil
	}
	l, err := load(tx, i)
	if err != nil {
		return Sight{}, err
	}
	return l.judge(i), nil
}

// Imports lists the imports of a building, the newest first.
func (r *Room) Imports(v *act.View, building id.Of[id.Building]) ([]Import, error) {
	if _, err := property.FindBuilding(v.Tx, building); err != nil {
		return nil, err
	}
	if err := v.Allow(ReadList, building); err != nil {
		return nil, err
	}
	list, err := db.All(v.Query(importsOf, building), (*Import).fields)
	for i := range list {
		list[i] = list[i].now()
	}
	return list, err
}

// draft loads a list that is about to be changed: one writer at a time.
func (r *Room) draft(a *act.Act, i id.Of[id.Import], action act.Action) (Sight, error) {
	imp, err := r.drafted(a, i, action)
	if err != nil {
		return Sight{}, err
	}
	return judge(a.Tx, imp)
}

func (r *Room) drafted(a *act.Act, i id.Of[id.Import], action act.Action) (Import, error) {
	imp, err := r.held(a, i, action)
	if err == nil && imp.state != Draft {
		err = fault.Conflict("import_" + string(imp.state))
	}
	return imp, err
}

func (r *Room) held(a *act.Act, i id.Of[id.Import], action act.Action) (Import, error) {
	imp, err := FindImport(a.Tx, i)
	if err != nil {
		return Import{}, err
	}
	if err := a.Hold(imp.building); err != nil {
		return Import{}, err
	}
	if imp, err = FindImport(a.Tx, i); err != nil { // as it is now that nobody else may change it
		return Import{}, err
	}
	return imp, a.Allow(action, imp.building)
}

// Discard throws a draft away, or takes a confirmed list back out of the register as long as nothing was built on it.
func (r *Room) Discard(a *act.Act, i id.Of[id.Import]) error {
	imp, err := r.held(a, i, DiscardList)
	if err != nil {
		return err
	}
	switch imp.state {
	case Returned:
		return fault.NotFound("not_found")
	case Confirming:
		return fault.Conflict("import_confirming")
	case Confirmed:
		if err := r.takeBackContacts(a, imp); err != nil {
			return err
		}
		if err := r.Register.ReturnList(a, imp.building, imp.id, imp.confirmed); err != nil {
			return err
		}
		imp.state, imp.returned = Returned, a.Now
		if err := erase(a.Tx, imp.id); err != nil {
			return err
		}
		return updateImport(a.Tx, imp)
	}
	if err := erase(a.Tx, imp.id); err != nil {
		return err
	}
	if _, err := a.Exec(deleteImport, imp.id); err != nil {
		return err
	}
	a.Record(ListDiscarded{Building: imp.building, Import: imp.id})
	return nil
}
