package imports

import (
	"slices"
	"strconv"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/formats/sheet"
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/share"
)

// Deed is what the building fixes: the whole of its shares (art. 3.85 §1), and the language in which its association writes.
type Deed struct {
	Denominator int64
	Lang        i18n.Lang
}

// Row is a lot of the list: what the file says, as it was mended, and what is wrong with it.
type Row struct {
	Number   int // as the person sees it in her program
	Cells    map[Field]string
	Fix      Fix
	Ignored  bool
	Lot      property.LotEntry
	Members  []property.MemberEntry
	Problems []Problem

	shares  int64
	known   bool // the shares are a number, at least by a good guess
	second  bool // says a lot again that stands above, or joins it
	joins   int  // the row whose lot its persons hold as well; 0 for none
	persons []person
	lent    Fix // what a row above says, when this one is of the same persons
	read    bool
	entry   property.MemberEntry // what the row says beside the names
	emails  []string
}

// Problem is what is wrong in a cell.
type Problem struct {
	Row     int
	Column  Field
	Code    string
	Args    map[string]any
	Repairs []Repair
}

// Repair is a value that mends a problem in one click: of this row, or of the one it names.
type Repair struct {
	Row   int
	Field Field
	Value string
	Name  string // key of its words
}

// Value is what a row says in a field: what a person wrote, else the cell, else the row of the same persons.
func (r Row) Value(f Field) string {
	if v, ok := r.Fix[f]; ok {
		return v
	}
	return first(r.Cells[f], r.lent[f])
}

// fixed tells whether a person has said the field.
func (r Row) fixed(f Field) bool { _, ok := r.Fix[f]; return ok }

func (r *Row) fault(column Field, code string, args map[string]any, repairs ...Repair) {
	for i := range repairs {
		if repairs[i].Row == 0 {
			repairs[i].Row = r.Number
		}
	}
	r.Problems = append(r.Problems, Problem{Row: r.Number, Column: column, Code: code, Args: args, Repairs: repairs})
}

func args(pairs ...any) map[string]any {
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

// Checked is a list that was judged.
type Checked struct {
	Rows   []Row
	Shares share.Balance
	Counts Counts
	Left   []Aside // rows that are no lots
}

// Counts says how many rows stand under which tab.
type Counts struct {
	ToFix      int `json:"to_fix"`     // with something to mend, other than standing twice
	Duplicates int `json:"duplicates"` // whose lot stands above already
	Good       int `json:"good"`
	Ignored    int `json:"ignored"`
}

// WithErrors is how many rows keep the list from being confirmed.
func (c Counts) WithErrors() int { return c.ToFix + c.Duplicates }

// Check judges a list: each row by itself, then all together. The shares found are those of each lot once (art. 3.85 §1).
func Check(s sheet.Sheet, m Mapping, fixes map[int]Fix, deed Deed) Checked {
	var c Checked
	found, left := lines(s, m, fixes, deed.Denominator)
	c.Left = left
	for _, l := range found {
		r := Row{Number: l.number, Cells: l.cells, Fix: fixes[l.number]}
		r.Ignored = r.Fix[Ignored] == ignoredYes
		if !r.Ignored {
			r.lot(m, l.kind, deed)
			r.readPersons(m)
		}
		c.Rows = append(c.Rows, r)
	}
	c.together(m, deed)
	c.Shares.Declared = deed.Denominator
	for _, r := range c.Rows {
		c.Counts.add(r)
		if !r.Ignored && r.known && !r.second {
			c.Shares.Found += r.shares
		}
	}
	c.offerMissing()
	return c
}

func (c *Counts) add(r Row) {
	switch {
	case r.Ignored:
		c.Ignored++
	case len(r.Problems) == 0:
		c.Good++
	case slices.ContainsFunc(r.Problems, func(p Problem) bool { return !p.twice() }):
		c.ToFix++
	default:
		c.Duplicates++
	}
}

func (p Problem) twice() bool { return p.Code == "label_twice_same" || p.Code == "label_twice_other" }

// maxLabel is the length of a lot's label in the register.
const maxLabel = 40

// lot reads what the row says of its lot.
func (r *Row) lot(m Mapping, above property.Kind, deed Deed) {
	label := tidy(r.Value(Label))
	if block := tidy(r.Cells[Block]); block != "" && label != "" && !r.fixed(Label) {
		label = tidy(block + " " + label)
	}
	r.Lot.Label = label
	if len([]rune(label)) > maxLabel {
		r.fault(Label, "label_long", args("max", int64(maxLabel)))
	}
	r.readKind(m, above)
	r.readShares(m, deed.Denominator)
	if text := r.Value(Floor); !empty(text) {
		if floor, ok := readFloor(text); ok {
			r.Lot.Floor = &floor
		} else {
			r.fault(Floor, "floor_unreadable", nil, Repair{Field: Floor, Value: "", Name: "leave_empty"})
		}
	}
	if text := r.Value(Surface); !empty(text) {
		if surface, ok := readSurface(text); ok {
			r.Lot.Surface = &surface
		} else {
			r.fault(Surface, "surface_unreadable", nil, Repair{Field: Surface, Value: "", Name: "leave_empty"})
		}
	}
}

// readKind reads what the lot is. Without a word for it, the label may say it ("Garage 3"), then the title above; a list that says it nowhere
// is one of apartments. A column that says it for others and not for this one is asked.
func (r *Row) readKind(m Mapping, above property.Kind) {
	text := r.Value(Kind)
	byLabel, labelSays := readKind(r.Lot.Label)
	kind, ok := readKind(text)
	switch {
	case plain(text) != "" && ok:
		r.Lot.Kind = kind
	case plain(text) != "":
		r.fault(Kind, "kind_unknown", nil, Repair{Field: Kind, Value: "apartment", Name: "kind_apartment"}, Repair{Field: Kind, Value: "other", Name: "kind_other"})
	case labelSays:
		r.Lot.Kind = byLabel
	case above != "":
		r.Lot.Kind = above
	case m.Has(Kind):
		r.fault(Kind, "kind_missing", nil, Repair{Field: Kind, Value: "apartment", Name: "kind_apartment"}, Repair{Field: Kind, Value: "other", Name: "kind_other"})
	default:
		r.Lot.Kind = "apartment"
	}
}

// readShares reads the shares over the deed's whole. A number that can be meant in one way only is counted, and still asked.
func (r *Row) readShares(m Mapping, deed int64) {
	text := r.Value(Shares)
	if strings.TrimSpace(text) == "" {
		r.fault(Shares, "shares_missing", nil)
		return
	}
	whole := m.whole(deed)
	if r.fixed(Shares) {
		whole = deed
	}
	q, ok := readShares(text, whole)
	if ok && q.of == whole && !r.fixed(Shares) && !strings.Contains(text, "/") {
		if n, fine := readShares(r.Cells[Denominator], deed); fine && n.of == deed && n.num > 0 {
			q.of = n.num
		}
	}
	if !ok {
		r.fault(Shares, "shares_unreadable", nil)
		return
	}
	n, even := q.over(deed)
	switch {
	case !even && q.of%whole == 0 && q.of != whole:
		r.fault(Shares, "shares_not_whole", args("whole", deed))
		return
	case !even:
		r.fault(Shares, "shares_other_whole", args("of", q.of, "whole", deed))
		return
	case n > deed:
		r.fault(Shares, "shares_range", args("max", deed))
		return
	}
	r.shares, r.known, r.Lot.Shares = n, true, n
	repair := Repair{Field: Shares, Value: strconv.FormatInt(n, 10), Name: "set"}
	switch {
	case q.letter:
		r.fault(Shares, "shares_letter", args("text", tidy(text)), repair)
	case q.of != deed && !(m.ByHand && q.of == m.Of):
		r.fault(Shares, "shares_other_whole", args("of", q.of, "whole", deed), repair)
	case n == 0 && !r.fixed(Shares):
		r.fault(Shares, "shares_zero", nil, Repair{Field: Shares, Value: "0", Name: "keep_zero"})
	}
}

// offerMissing proposes for the only row without shares what is missing to the whole.
func (c *Checked) offerMissing() {
	at := -1
	for i, r := range c.Rows {
		if !r.Ignored && !r.known && !r.second {
			if at >= 0 {
				return
			}
			at = i
		}
	}
	missing := c.Shares.Missing()
	if at < 0 || missing <= 0 {
		return
	}
	r := &c.Rows[at]
	for i, p := range r.Problems {
		if p.Code == "shares_missing" {
			r.Problems[i].Code, r.Problems[i].Args = "shares_missing_rest", args("missing", missing, "whole", c.Shares.Declared)
			r.Problems[i].Repairs = []Repair{{Row: r.Number, Field: Shares, Value: strconv.FormatInt(missing, 10), Name: "set"}}
		}
	}
}

// contact is what a row says beside the names; it is read once, with its problems.
func (r *Row) contact(deed Deed) (property.MemberEntry, []string) {
	if !r.read {
		r.read = true
		r.entry, r.emails = r.readContact(deed)
	}
	return r.entry, r.emails
}

func (r *Row) readContact(deed Deed) (property.MemberEntry, []string) {
	e := property.MemberEntry{Lang: deed.Lang, Phone: clean(r.Value(Phone)), Street: clean(r.Value(Street)), Postcode: clean(r.Value(Postcode)),
		City: clean(r.Value(City)), Country: "BE"}
	if n := clean(r.Value(Number)); n != "" && e.Street != "" {
		e.Street += " " + n
	}
	if e.Postcode == "" && e.City == "" {
		e.Street, e.Postcode, e.City = splitAddress(e.Street)
	}
	if c := plain(r.Value(Country)); len(c) == 2 {
		e.Country = strings.ToUpper(c)
	} else if code, ok := known.countries[c]; ok {
		e.Country = code
	}
	if l, ok := readLanguage(r.Value(Language)); ok {
		e.Lang = l
	}
	if text := r.Value(Enterprise); !empty(text) {
		kbo, err := belgium.ParseKBO(text)
		if err != nil {
			r.fault(Enterprise, "enterprise_unreadable", nil, Repair{Field: Enterprise, Value: "", Name: "leave_empty"})
		} else {
			e.Enterprise = kbo.String()
		}
	}
	emails, ok := readEmails(r.Value(Email))
	if !ok {
		repairs := []Repair{{Field: Email, Value: "", Name: "no_email"}}
		if len(emails) > 0 {
			repairs = append([]Repair{{Field: Email, Value: emails[0], Name: "set"}}, repairs...)
		}
		r.fault(Email, "email_unreadable", nil, repairs...)
	}
	return e, emails
}

func clean(text string) string {
	if empty(text) {
		return ""
	}
	return tidy(text)
}

func fromFits(from, today civil.Date) error {
	if from.After(today) {
		return fault.Invalid("from_future", "from").With("today", today)
	}
	return nil
}

// mayConfirm judges whether a list may enter the register (art. 3.85 §1).
func mayConfirm(s Sight, p Preview, accept bool, today civil.Date) error {
	if n := s.Counts.WithErrors(); n > 0 {
		return fault.Conflict("rows_to_fix").With("n", n)
	}
	if p.Lots == 0 {
		return fault.Conflict("nothing_to_import")
	}
	if !p.Changes() {
		return fault.Conflict("nothing_changes")
	}
	if err := fromFits(s.from, today); err != nil {
		return err
	}
	if !p.Balanced() && !accept {
		return fault.Unlawful("shares_sum", "3.85 §1", "accept_share_difference").With("found", p.Shares).With("whole", p.Whole)
	}
	return nil
}
