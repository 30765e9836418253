package imports

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/formats/sheet"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Fingerprint recognises a row of titles, whatever its accents, capitals and signs; empty for a row that cannot be one.
func Fingerprint(r sheet.Row) string {
	if filled(r) < 2 {
		return ""
	}
	titles := make([]string, len(r.Cells))
	for i, c := range r.Cells {
		titles[i] = plain(c)
	}
	sum := sha256.Sum256([]byte(strings.Join(titles, "\n")))
	return hex.EncodeToString(sum[:])
}

// learned is what an office has said that the columns under certain titles are.
type learned struct {
	fingerprint string
	mapping     Mapping
}

func (l *learned) fields() []any { return []any{&l.fingerprint, kept[Mapping]{&l.mapping}} }

// recall takes the columns as the office last confirmed them under the same titles; found is false when it never did. A whole in which a list counts
// is not taken over: it belongs to the list and its building, and is judged by the shares anew (art. 3.85 §1).
func recall(tx *db.Tx, book sheet.Book) (m Mapping, found bool, err error) {
	list, err := db.All(tx.Query(mappings), (*learned).fields)
	if err != nil || len(list) == 0 {
		return m, false, err
	}
	known := make(map[string]Mapping, len(list))
	for _, l := range list {
		known[l.fingerprint] = l.mapping
	}
	for i, s := range book.Sheets {
		for _, r := range s.Rows[:min(len(s.Rows), maxHeader)] {
			old, again := known[Fingerprint(r)]
			if !again || s.Hidden {
				continue
			}
			return Mapping{Sheet: i, HeaderRow: r.Number, Columns: old.Columns, FirstName: old.FirstName, Of: titlesOf(r, 1).of, Remembered: true}, true, nil
		}
	}
	return m, false, nil
}

// remember keeps the columns of a list that was confirmed.
func remember(a *act.Act, i Import) error {
	print, err := fingerprintOf(a.Tx, i)
	if err != nil || print == "" || i.mapping.Remembered && !i.mapping.ByHand {
		return err
	}
	m := Mapping{Columns: i.mapping.Columns, FirstName: i.mapping.FirstName}
	if _, err := a.Exec(learnMapping, print, jsonText(m), a.Now); err != nil {
		return err
	}
	a.Record(MappingLearned{Building: i.building, Import: i.id, Fingerprint: print})
	return nil
}

func fingerprintOf(tx *db.Tx, i Import) (string, error) {
	if i.mapping.HeaderRow == 0 {
		return "", nil
	}
	book, err := loadBook(tx, i, i.mapping.Sheet)
	if err != nil {
		return "", err
	}
	rows := book.Sheets[i.mapping.Sheet].Rows
	if at := slices.IndexFunc(rows, func(r sheet.Row) bool { return r.Number == i.mapping.HeaderRow }); at >= 0 {
		return Fingerprint(rows[at]), nil
	}
	return "", nil
}

// ForgetMapping forgets what the office has said about the titles of a draft, and recognises its columns anew.
func (r *Room) ForgetMapping(a *act.Act, i id.Of[id.Import]) (Sight, error) {
	imp, err := r.drafted(a, i, MendList)
	if err != nil {
		return Sight{}, err
	}
	print, err := fingerprintOf(a.Tx, imp)
	if err != nil {
		return Sight{}, err
	}
	gone, err := a.Exec(forgetMapping, print)
	if err != nil {
		return Sight{}, err
	}
	if gone == 0 {
		return Sight{}, fault.Conflict("nothing_remembered")
	}
	b, err := property.FindBuilding(a.Tx, imp.building)
	if err != nil {
		return Sight{}, err
	}
	book, err := loadBook(a.Tx, imp, -1)
	if err != nil {
		return Sight{}, err
	}
	imp.mapping = RecogniseIn(book, imp.mapping.Sheet, -1, b.Denominator())
	a.Record(MappingForgotten{Building: imp.building, Import: imp.id, Fingerprint: print})
	return r.rejudged(a, imp, 0)
}

// MappingLearned is recorded when an office confirms what the columns under certain titles are.
type MappingLearned struct {
	Building    id.Of[id.Building] `json:"building"`
	Import      id.Of[id.Import]   `json:"import"`
	Fingerprint string             `json:"fingerprint"`
}

// About says what the fact is about.
func (f MappingLearned) About() act.About {
	return act.About{Kind: "imports.mapping_learned", Building: f.Building, Subject: act.Subject(f.Import)}
}

// MappingForgotten is recorded when an office no longer wants its columns remembered.
type MappingForgotten MappingLearned

// About says what the fact is about.
func (f MappingForgotten) About() act.About {
	return act.About{Kind: "imports.mapping_forgotten", Building: f.Building, Subject: act.Subject(f.Import)}
}
