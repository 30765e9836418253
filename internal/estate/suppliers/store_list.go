package suppliers

import (
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/ui"
)

// asked narrows the list by what a reader asks: $2 is a folded text within the name, a number or the address, $3 whether the account is known.
const asked = ` FROM suppliers_supplier WHERE office_id = $1
	AND ($2 = '' OR name_fold LIKE $2 ESCAPE '\' OR lower(COALESCE(enterprise, '')) LIKE $2 ESCAPE '\' OR lower(COALESCE(vat, '')) LIKE $2 ESCAPE '\'
		OR lower(COALESCE(iban, '')) LIKE $2 ESCAPE '\' OR replace(replace(lower(email), '.', ''), '-', '') LIKE $2 ESCAPE '\')
	AND ($3 = '' OR ($3 = 'known' AND iban IS NOT NULL) OR ($3 = 'missing' AND iban IS NULL)) `

var (
	countAsked  = db.Q(`SELECT COUNT(*)` + asked)
	askedUp     = db.Q(`SELECT ` + supplierColumns + asked + `AND ($4 = '' OR name_fold > $4 OR (name_fold = $4 AND id > $5)) ORDER BY name_fold, id LIMIT $6`)
	askedDown   = db.Q(`SELECT ` + supplierColumns + asked + `AND ($4 = '' OR name_fold < $4 OR (name_fold = $4 AND id < $5)) ORDER BY name_fold DESC, id DESC LIMIT $6`)
	likeLiteral = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
)

// page reads one page of the list, in the order of the names.
func page(v *act.View, q ui.Query) ([]Supplier, ui.Cut, error) {
	text := ""
	if folded := property.Fold(q.Text); folded != "" {
		text = "%" + likeLiteral.Replace(folded) + "%"
	}
	account := q.Value("account").Text
	from, statement := q.After, askedUp
	if !q.Before.None() {
		from = q.Before
	}
	if q.Down == q.Before.None() { // backwards through a list that goes up is the way down
		statement = askedDown
	}
	name, last := "", db.NoOffice
	if !from.None() && id.Valid(from[1]) {
		name, last = from[0], from[1]
	}
	limit := q.Size + 1
	if q.Size == 0 {
		limit = ui.MaxLines
	}
	rows, err := db.All(v.Query(statement, text, account, name, last, limit), (*Supplier).fields)
	if err != nil {
		return nil, ui.Cut{}, err
	}
	list, cut := ui.CutPage(q, rows, func(s Supplier) ui.Cursor { return ui.Cursor{property.Fold(s.name), s.id.String()} })
	total, err := db.Value[int64](v.Query(countAsked, text, account))
	cut.Total = int(total)
	return list, cut, err
}
