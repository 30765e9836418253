package imports

import (
	"encoding/json"

	"koprogo/internal/formats/sheet"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

const importColumns = `id, building_id, name, digest, size, state, mapping, sheets, from_on, row_count, error_count, shares_declared,
	shares_found, difference_accepted, offered_by, offered_at, confirmed_at, returned_at, confirming_at, COALESCE(refused, '')`

func (i *Import) fields() []any {
	return []any{&i.id, &i.building, &i.name, &i.digest, &i.size, &i.state, kept[Mapping]{&i.mapping}, kept[[]SheetInfo]{&i.sheets},
		&i.from, &i.rows, &i.errors, &i.declared, &i.found, &i.accepted, &i.by, &i.offered, &i.confirmed, &i.returned,
		&i.confirming, &i.refused}
}

var (
	addImport = db.Q(`INSERT INTO imports_import (office_id, id, building_id, name, digest, size, state, mapping, sheets, from_on, row_count, error_count,
			shares_declared, shares_found, difference_accepted, offered_by, offered_at, confirmed_at, returned_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`)
	changeImport = db.Q(`UPDATE imports_import
		SET state = $3, mapping = $4, from_on = $5, row_count = $6, error_count = $7, shares_declared = $8, shares_found = $9,
			difference_accepted = $10, confirmed_at = $11, returned_at = $12, confirming_at = $13, refused = $14
		WHERE office_id = $1 AND id = $2`)
	importByID  = db.Q(`SELECT ` + importColumns + ` FROM imports_import WHERE office_id = $1 AND id = $2`)
	importsOf   = db.Q(`SELECT ` + importColumns + ` FROM imports_import WHERE office_id = $1 AND building_id = $2 ORDER BY offered_at DESC, id DESC`)
	staleDrafts = db.House(`SELECT office_id, id FROM imports_import
		WHERE state = 'draft' AND confirming_at IS NULL AND offered_at < $1
		ORDER BY offered_at, id
		LIMIT 500`)
	deleteImport = db.Q(`DELETE FROM imports_import WHERE office_id = $1 AND id = $2`)

	mappings     = db.Q(`SELECT fingerprint, mapping FROM imports_mapping WHERE office_id = $1 ORDER BY learned_at DESC, fingerprint LIMIT 500`)
	learnMapping = db.Q(`INSERT INTO imports_mapping (office_id, fingerprint, mapping, learned_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (office_id, fingerprint) DO UPDATE SET mapping = excluded.mapping, learned_at = excluded.learned_at`)
	forgetMapping = db.Q(`DELETE FROM imports_mapping WHERE office_id = $1 AND fingerprint = $2`)

	addPart     = db.Q(`INSERT INTO imports_part (office_id, import_id, sheet, part, cells) VALUES ($1, $2, $3, $4, $5)`)
	partsOf     = db.Q(`SELECT sheet, cells FROM imports_part WHERE office_id = $1 AND import_id = $2 ORDER BY sheet, part`)
	partsOfOne  = db.Q(`SELECT sheet, cells FROM imports_part WHERE office_id = $1 AND import_id = $2 AND sheet = $3 ORDER BY part`)
	deleteParts = db.Q(`DELETE FROM imports_part WHERE office_id = $1 AND import_id = $2`)

	saveFix = db.Q(`INSERT INTO imports_fix (office_id, import_id, sheet, number, fields) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (office_id, import_id, sheet, number) DO UPDATE SET fields = excluded.fields`)
	deleteFix   = db.Q(`DELETE FROM imports_fix WHERE office_id = $1 AND import_id = $2 AND sheet = $3 AND number = $4`)
	fixesOf     = db.Q(`SELECT number, fields FROM imports_fix WHERE office_id = $1 AND import_id = $2 AND sheet = $3`)
	deleteFixes = db.Q(`DELETE FROM imports_fix WHERE office_id = $1 AND import_id = $2`)
)

// kept scans a value that is stored as JSON text.
type kept[T any] struct{ to *T }

// Scan reads what either engine gives.
func (k kept[T]) Scan(src any) error {
	switch v := src.(type) {
	case string:
		return json.Unmarshal([]byte(v), k.to)
	case []byte:
		return json.Unmarshal(v, k.to)
	}
	return nil
}

// FindImport reads an import of the office.
func FindImport(tx *db.Tx, i id.Of[id.Import]) (Import, error) {
	found, err := db.One(tx.Query(importByID, i), (*Import).fields, fault.NotFound("not_found"))
	return found.now(), err
}

func insertImport(tx *db.Tx, i Import) error {
	_, err := tx.Exec(addImport, i.id, i.building, i.name, i.digest, i.size, string(i.state), jsonText(i.mapping), jsonText(i.sheets), i.from, i.rows, i.errors,
		i.declared, i.found, i.accepted, i.by, i.offered, i.confirmed, i.returned)
	return err
}

// now is the import as it stands: a draft that a job enters may not be touched.
func (i Import) now() Import {
	if i.state == Draft && !i.confirming.None() {
		i.state = Confirming
	}
	return i
}

func updateImport(tx *db.Tx, i Import) error {
	state := i.state
	if state == Confirming {
		state = Draft
	}
	_, err := tx.Exec(changeImport, i.id, string(state), jsonText(i.mapping), i.from, i.rows, i.errors, i.declared, i.found, i.accepted, i.confirmed, i.returned,
		i.confirming, i.refused)
	return err
}

// rowsInPart is how many rows of a sheet stand in one part.
const rowsInPart = 400

type keptRow struct {
	Number int      `json:"n"`
	Cells  []string `json:"c"`
}

func insertBook(tx *db.Tx, i id.Of[id.Import], book sheet.Book) error {
	for s, page := range book.Sheets {
		for from := 0; from < len(page.Rows); from += rowsInPart {
			var list []keptRow
			for _, r := range page.Rows[from:min(from+rowsInPart, len(page.Rows))] {
				list = append(list, keptRow{r.Number, r.Cells})
			}
			if _, err := tx.Exec(addPart, i, s, from/rowsInPart, jsonText(list)); err != nil {
				return err
			}
		}
	}
	return nil
}

type part struct {
	sheet int
	rows  []keptRow
}

func (p *part) fields() []any { return []any{&p.sheet, kept[[]keptRow]{&p.rows}} }

// loadBook reads the cells of an import: of all sheets, or of one.
func loadBook(tx *db.Tx, i Import, only int) (sheet.Book, error) {
	statement, args := partsOf, []any{i.id}
	if only >= 0 {
		statement, args = partsOfOne, append(args, only)
	}
	parts, err := db.All(tx.Query(statement, args...), (*part).fields)
	book := sheet.Book{Sheets: make([]sheet.Sheet, len(i.sheets))}
	for s, info := range i.sheets {
		book.Sheets[s].Name, book.Sheets[s].Hidden = info.Name, info.Hidden
	}
	for _, p := range parts {
		for _, r := range p.rows {
			book.Sheets[p.sheet].Rows = append(book.Sheets[p.sheet].Rows, sheet.Row{Number: r.Number, Cells: r.Cells})
		}
	}
	return book, err
}

type fixed struct {
	number int
	fix    Fix
}

func (f *fixed) fields() []any { return []any{&f.number, kept[Fix]{&f.fix}} }

func loadFixes(tx *db.Tx, i id.Of[id.Import], sheet int) (map[int]Fix, error) {
	list, err := db.All(tx.Query(fixesOf, i, sheet), (*fixed).fields)
	fixes := make(map[int]Fix, len(list))
	for _, f := range list {
		fixes[f.number] = f.fix
	}
	return fixes, err
}

// storeFix keeps what a person wrote over a row; nothing written is no fix.
func storeFix(tx *db.Tx, i id.Of[id.Import], sheet, number int, fix Fix) error {
	if len(fix) == 0 {
		_, err := tx.Exec(deleteFix, i, sheet, number)
		return err
	}
	_, err := tx.Exec(saveFix, i, sheet, number, jsonText(fix))
	return err
}

// erase removes what names persons: cells and fixes.
func erase(tx *db.Tx, i id.Of[id.Import]) error {
	if _, err := tx.Exec(deleteFixes, i); err != nil {
		return err
	}
	_, err := tx.Exec(deleteParts, i)
	return err
}
