// Package imports brings the list of a building into its register: a syndic drops the file she has, and gets a checked register.
//
// The list may be any: titles above it, several sheets, totals between the lines, two names in one cell. It is recognised (which sheet,
// which row holds the titles, which column is what), checked line by line, mended in place, compared with the register, and then enters it as
// one act, all or nothing; the shares must sum to the whole of the deed (art. 3.85 §1), or the syndic says that they do not yet.
// Nothing is in the register before the confirmation, and the list can be taken back as long as nothing was built on it.
//
//	Import        a file on its way: draft, confirmed, returned
//	├── Mapping   which sheet, which row of titles, which column is what; the office remembers it by the titles
//	├── Row       a line of the list that is a lot, as the file says it and as it was mended
//	│   └── Problem   what is wrong in a cell, with repairs of one click
//	└── Preview   what the register would become
//
// The cells are kept as they were read; everything else is recognised and checked again each time, so that a mended cell or another column
// never leaves an old judgement behind. Further files: columns.go (recognition of sheet, titles and columns), content.go (what the cells of a column look like), rows.go (which rows are
// lots), cells.go (shares, floors, kinds, addresses), names.go (who is in a cell), law.go (what a row must say), holders.go (who holds the
// lot of a row), pairs.go (rows together: the same lot twice, an owner above), memory.go (columns remembered by their titles), difference.go (what a list given again changes),
// contacts.go (what it changes of how owners are reached, and back), entering.go (the confirmation, at once or by a job, and its page), jobs.go, notes.templ (what is said beside the rows), mend.go (fixes and columns chosen by hand), rowlist.go (lists of rows), model.go (the model list, and the rows to mend), facts.go (what is
// recorded), words.go and lists.toml (what lists say, in four languages).
//
// Neighbours: sheet reads the bytes; property takes the list and returns it.
package imports

import (
	_ "embed"
	"encoding/json"
	"strings"

	"koprogo/internal/formats/sheet"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("imports", words) }

// What can be done here; app/policy.go says by whom.
var (
	OfferList   = act.NewAction("imports.offer")
	ReadList    = act.NewAction("imports.read")
	MendList    = act.NewAction("imports.mend")
	ConfirmList = act.NewAction("imports.confirm")
	DiscardList = act.NewAction("imports.discard")
	ReadModel   = act.NewAction("imports.model")
)

// State says how far an import has come.
type State string

// The states. A draft that is discarded leaves nothing behind.
const (
	Draft      State = "draft"
	Confirming State = "confirming" // a job enters a long list
	Confirmed  State = "confirmed"
	Returned   State = "returned"
)

// Import is a list of a building on its way into the register.
type Import struct {
	id        id.Of[id.Import]
	building  id.Of[id.Building]
	name      string
	digest    string
	size      int64
	state     State
	mapping   Mapping
	sheets    []SheetInfo
	from      civil.Date
	rows      int64
	errors    int64
	declared  int64
	found     int64
	accepted  bool
	by        id.Of[id.Person]
	offered   civil.Instant
	confirmed civil.Instant
	returned  civil.Instant

	confirming civil.Instant // since when it is being entered, or was; none before
	refused    string        // the code of what kept the job from entering it; empty when nothing did
}

// SheetInfo is a sheet of the file, for the choice of another.
type SheetInfo struct {
	Name   string `json:"name"`
	Hidden bool   `json:"hidden"`
	Rows   int    `json:"rows"`

	NoValue  int      `json:"no_value"`  // formulas whose value the file does not hold
	NoValues []string `json:"no_values"` // where the first of them stand
}

// maxName bounds the name of a file that is kept.
const maxName = 200

// NewImport begins an import. The list is true from a day on.
func NewImport(building id.Of[id.Building], name, digest string, size int64, book sheet.Book, from civil.Date, by id.Of[id.Person], now civil.Instant) Import {
	i := Import{id: id.New[id.Import](), building: building, name: fileName(name), digest: digest, size: size, state: Draft, from: from, by: by, offered: now}
	for _, s := range book.Sheets {
		i.sheets = append(i.sheets, SheetInfo{Name: s.Name, Hidden: s.Hidden, Rows: len(s.Rows), NoValue: s.NoValue, NoValues: append([]string{}, s.NoValues...)})
	}
	return i
}

// fileName is the name of a file without its folders, cut to what is kept.
func fileName(s string) string {
	if i := strings.LastIndexAny(s, `/\`); i >= 0 {
		s = s[i+1:]
	}
	s = tidy(strings.ToValidUTF8(s, "_"))
	if r := []rune(s); len(r) > maxName {
		s = string(r[:maxName])
	}
	return s
}

// counted keeps the outcome of a check beside the import, for lists of imports.
func (i *Import) counted(c Checked) {
	i.rows, i.errors = int64(len(c.Rows)), int64(c.Counts.WithErrors())
	i.declared, i.found = c.Shares.Declared, c.Shares.Found
}

// ID is the import's identifier.
func (i Import) ID() id.Of[id.Import] { return i.id }

// Building is the building whose list it is.
func (i Import) Building() id.Of[id.Building] { return i.building }

// Name is the name of the file.
func (i Import) Name() string { return i.name }

// Digest is the SHA-256 of the file's bytes.
func (i Import) Digest() string { return i.digest }

// State says how far the import has come.
func (i Import) State() State { return i.state }

// Mapping says which column is what.
func (i Import) Mapping() Mapping { return i.mapping }

// Sheets are the sheets of the file.
func (i Import) Sheets() []SheetInfo { return i.sheets }

// From is the day since which the list is true.
func (i Import) From() civil.Date { return i.from }

// RowCount is how many lots the list has, as last counted.
func (i Import) RowCount() int64 { return i.rows }

// ErrorCount is how many of its rows are to be mended, as last counted.
func (i Import) ErrorCount() int64 { return i.errors }

// Offered is when the file came.
func (i Import) Offered() civil.Instant { return i.offered }

// Confirmed is when the list entered the register; none before.
func (i Import) Confirmed() civil.Instant { return i.confirmed }

// Returned is when the list was taken back; none before.
func (i Import) Returned() civil.Instant { return i.returned }

// AcceptedDifference tells whether it was confirmed although the shares did not sum to the deed.
func (i Import) AcceptedDifference() bool { return i.accepted }

// Field is what a column says, or what a person says of a row.
type Field string

// The fields of a column.
const (
	Label       Field = "label"
	Block       Field = "block"
	Kind        Field = "kind"
	Shares      Field = "shares"
	Denominator Field = "denominator"
	Floor       Field = "floor"
	Surface     Field = "surface"
	Owner       Field = "owner"
	FirstName   Field = "first_name"
	LastName    Field = "last_name"
	Usufruct    Field = "usufruct"
	Bare        Field = "bare"
	Right       Field = "right"
	Part        Field = "part"
	Enterprise  Field = "enterprise"
	Email       Field = "email"
	Phone       Field = "phone"
	Street      Field = "street"
	Number      Field = "number"
	Postcode    Field = "postcode"
	City        Field = "city"
	Country     Field = "country"
	Language    Field = "language"
)

// Fields lists the fields of columns, in the order in which a page offers them.
var Fields = []Field{Label, Block, Kind, Shares, Denominator, Floor, Surface, Owner, FirstName, LastName, Usufruct, Bare, Right, Part, Enterprise,
	Email, Phone, Street, Number, Postcode, City, Country, Language}

// What only a person says of a row.
const (
	Held    Field = "held"    // how the persons of the row hold: none, single, undivided, usufruct
	SameAs  Field = "same_as" // the number of a row above whose owners hold this lot too
	Joins   Field = "joins"   // the number of a row above whose lot this row's persons hold as well
	Ignored Field = "ignored" // "true": the row is no lot
)

// The ways to hold a lot, for the field held.
const (
	HeldByNone      = "none"      // nobody yet
	HeldBySingle    = "single"    // the cell is one name
	HeldUndivided   = "undivided" // equal parts
	HeldByUsufruct  = "usufruct"  // the first has the use, the others the substance
	ignoredYes      = "true"
	maxFixedRunes   = 400
	maxErrorsInList = 1000
)

// Fix is what a person wrote over the cells of a row.
type Fix map[Field]string

// Mapping says where in the file the list is and which column is what.
type Mapping struct {
	Sheet     int           `json:"sheet"`      // counted from 0
	HeaderRow int           `json:"header_row"` // the number of the row of titles; 0 when there is none
	Columns   map[Field]int `json:"columns"`    // counted from 0
	Of        int64         `json:"of"`         // the whole in which the list counts; 0 when it is the deed's
	FirstName bool          `json:"first_name"` // whole names begin with the first name
	ByHand    bool          `json:"by_hand"`

	Remembered bool `json:"remembered"` // the office has confirmed a list under the same titles before
}

// Has tells whether a column says the field.
func (m Mapping) Has(f Field) bool { _, ok := m.Columns[f]; return ok }

// ColumnName is the letter of a column, as spreadsheets show it.
func ColumnName(column int) string {
	name := ""
	for column++; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

// ColumnOf reads the letter of a column; ok is false for anything else.
func ColumnOf(name string) (column int, ok bool) {
	name = strings.ToUpper(strings.TrimSpace(name))
	if name == "" || len(name) > 3 {
		return 0, false
	}
	for _, r := range name {
		if r < 'A' || r > 'Z' {
			return 0, false
		}
		column = column*26 + int(r-'A') + 1
	}
	return column - 1, true
}

func jsonText(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("imports: " + err.Error()) // maps and lists of text always have a text form
	}
	return string(raw)
}
