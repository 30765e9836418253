package imports

import (
	"maps"
	"slices"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/formats/sheet"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

// fixable are the fields that a person may write over a row.
var fixable = append(slices.DeleteFunc(slices.Clone(Fields), func(f Field) bool { return f == Block || f == Denominator || f == Usufruct || f == Bare }),
	Held, SameAs, Joins, Ignored)

// MendRow writes over the cells of a row; reset first forgets what was written before. A row that was taken for a title or a total becomes a lot
// when it is written over. It gives the list as it is judged then.
func (r *Room) MendRow(a *act.Act, i id.Of[id.Import], row int, fix Fix, reset bool) (Sight, error) {
	imp, err := r.drafted(a, i, MendList)
	if err != nil {
		return Sight{}, err
	}
	l, err := load(a.Tx, imp)
	if err != nil {
		return Sight{}, err
	}
	if !slices.ContainsFunc(l.page.Rows, func(x sheet.Row) bool { return x.Number == row && row > imp.mapping.HeaderRow }) {
		return Sight{}, fault.NotFound("not_found")
	}
	if l.fixes[row], err = mended(l.fixes[row], fix, reset); err != nil {
		return Sight{}, err
	}
	if err := storeFix(a.Tx, i, imp.mapping.Sheet, row, l.fixes[row]); err != nil {
		return Sight{}, err
	}
	if len(l.fixes[row]) == 0 {
		delete(l.fixes, row)
	}
	return r.settle(a, l.judge(imp), 1)
}

// mended lays a fix over an earlier one.
func mended(old, fix Fix, reset bool) (Fix, error) {
	merged := Fix{}
	if !reset {
		maps.Copy(merged, old)
	}
	for f, v := range fix {
		switch {
		case !slices.Contains(fixable, f):
			return nil, fault.Invalid("unknown_field", string(f))
		case len([]rune(v)) > maxFixedRunes:
			return nil, fault.Invalid("too_long", string(f)).With("max", maxFixedRunes)
		}
		merged[f] = strings.TrimSpace(v)
	}
	if merged[Ignored] != ignoredYes {
		delete(merged, Ignored)
	}
	for _, f := range []Field{Held, SameAs, Joins} { // said empty is not said
		if merged[f] == "" {
			delete(merged, f)
		}
	}
	if _, names := fix[Owner]; names && merged[Owner] != "" { // who writes a name has said who it is
		if _, same := fix[SameAs]; !same {
			delete(merged, SameAs)
		}
		if merged[Held] == HeldByNone {
			delete(merged, Held)
		}
	}
	return merged, nil
}

// Repair applies to every row with a problem its repair of one kind: all empty owners "as on the line above", say. It tells how many rows it mended.
func (r *Room) Repair(a *act.Act, i id.Of[id.Import], code, name string) (Sight, int, error) {
	seen, err := r.draft(a, i, MendList)
	if err != nil {
		return Sight{}, 0, err
	}
	fixes := map[int]Fix{}
	for _, row := range seen.Rows {
		fixes[row.Number] = row.Fix
	}
	done := map[int]bool{}
	for _, row := range seen.Rows {
		for _, p := range row.Problems {
			at := slices.IndexFunc(p.Repairs, func(x Repair) bool { return x.Name == name })
			if p.Code != code || at < 0 {
				continue
			}
			x := p.Repairs[at]
			if fixes[x.Row], err = mended(fixes[x.Row], Fix{x.Field: x.Value}, false); err != nil {
				return Sight{}, 0, err
			}
			done[x.Row] = true
		}
	}
	if len(done) == 0 {
		return Sight{}, 0, fault.Conflict("nothing_to_repair")
	}
	for number := range done {
		if err := storeFix(a.Tx, i, seen.mapping.Sheet, number, fixes[number]); err != nil {
			return Sight{}, 0, err
		}
	}
	seen, err = r.rejudged(a, seen.Import, len(done))
	return seen, len(done), err
}

func (r *Room) rejudged(a *act.Act, i Import, mended int) (Sight, error) {
	seen, err := judge(a.Tx, i)
	if err != nil {
		return Sight{}, err
	}
	return r.settle(a, seen, mended)
}

func (r *Room) settle(a *act.Act, seen Sight, mended int) (Sight, error) {
	a.Record(ListMended{Building: seen.building, Import: seen.id, Mended: int64(mended), Errors: seen.errors})
	return seen, updateImport(a.Tx, seen.Import)
}

// Choice is another choice of where the list is and which column is what. What is not said is recognised anew.
type Choice struct {
	Sheet     *int
	HeaderRow *int             // 0: there is none
	Columns   map[Field]string // letters; a field with an empty letter has no column
	Of        *int64           // the whole in which the list counts; 0: the deed's
	From      civil.Date
}

// Remap chooses other columns, another row of titles, another sheet, another day. Rows keep what was written over them, by their number.
func (r *Room) Remap(a *act.Act, i id.Of[id.Import], c Choice) (Sight, error) {
	imp, err := r.drafted(a, i, MendList)
	if err != nil {
		return Sight{}, err
	}
	b, err := property.FindBuilding(a.Tx, imp.building)
	if err != nil {
		return Sight{}, err
	}
	book, err := loadBook(a.Tx, imp, -1)
	if err != nil {
		return Sight{}, err
	}
	m := imp.mapping
	if c.Sheet != nil || c.HeaderRow != nil {
		index, header := m.Sheet, -1
		if c.Sheet != nil {
			index = *c.Sheet
		}
		if c.HeaderRow != nil {
			header = *c.HeaderRow
		}
		if index < 0 || index >= len(book.Sheets) {
			return Sight{}, fault.Invalid("sheet_unknown", "sheet").With("max", len(book.Sheets))
		}
		m = RecogniseIn(book, index, header, b.Denominator())
	}
	if m, err = m.with(c); err != nil {
		return Sight{}, err
	}
	if !c.From.None() {
		if err := fromFits(c.From, a.Today); err != nil {
			return Sight{}, err
		}
		imp.from = c.From
	}
	m.ByHand = true
	imp.mapping = m
	return r.rejudged(a, imp, 0)
}

// with lays a choice of columns over what was recognised. A column says one thing: the field chosen last has it.
func (m Mapping) with(c Choice) (Mapping, error) {
	m.Columns = maps.Clone(m.Columns)
	for f, letter := range c.Columns {
		if !slices.Contains(Fields, f) {
			return m, fault.Invalid("unknown_field", "columns."+string(f))
		}
		delete(m.Columns, f)
		if letter == "" {
			continue
		}
		column, ok := ColumnOf(letter)
		if !ok || column >= maxColumns {
			return m, fault.Invalid("column_unknown", "columns."+string(f)).With("column", letter)
		}
		for other, at := range m.Columns {
			if at == column && c.Columns[other] != letter {
				delete(m.Columns, other)
			}
		}
		m.Columns[f] = column
	}
	if c.Of != nil {
		m.Of = *c.Of
	}
	return m, nil
}

// maxColumns is how many columns a sheet may have.
const maxColumns = 200
