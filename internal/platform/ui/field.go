package ui

import (
	"strings"

	"github.com/a-h/templ"
)

// Kind is what a field asks for.
type Kind string

// The kinds of field.
const (
	KindText     Kind = "" // one line
	KindEmail    Kind = "email"
	KindPassword Kind = "password"
	KindPhone    Kind = "tel"
	KindSearch   Kind = "search"
	KindAddress  Kind = "url"
	KindNumber   Kind = "number" // a whole number
	KindMoney    Kind = "money"  // euros, as the reader writes them
	KindDate     Kind = "date"   // the value is 2026-12-15
	KindTime     Kind = "time"
	KindCode     Kind = "code" // six digits, an account, a reference: set in figures, no spelling help
	KindArea     Kind = "area" // several lines
	KindSelect   Kind = "select"
	KindRadio    Kind = "radio"
	KindCheck    Kind = "check"
	KindFile     Kind = "file"
)

// Width is how wide a field is set; the width tells the length of the answer.
type Width string

// The widths.
const (
	WidthFull  Width = ""
	WidthHalf  Width = "half"
	WidthShort Width = "short"
)

// Field is one question of a form: the label above, the answer, the hint or the fault under it, the rule beside it.
type Field struct {
	Kind  Kind
	Name  string // as the request calls it; dots for nested names
	Label string
	Aside string // faint, after the label: "(.pdf, 10 Mo au plus)"
	Value string // for a check: the value sent when ticked; "true" when empty
	Hint  string
	Error string // what is wrong, what the rule is, what to do
	Good  string // what was verified
	Unit  string // at the right inside the field: "kWh"; money brings its own

	Options []Option // for select and radio
	Ticked  bool     // for check
	Files   string   // for file: accepted kinds, as in ".pdf,.xlsx"
	Many    bool     // for file: several
	File    string   // for file: the one already there

	Auto     string // autocomplete: "email", "current-password", "name"
	Width    Width
	Required bool // fields are required unless they say "facultatif": set Optional for those
	Optional bool
	ReadOnly bool
	Min, Max string // for number and date
	Length   int    // longest answer
	Rows     int    // of an area
	Focus    bool   // the first thing on the page

	Repairs []Button   // right answers offered when one is known
	Note    MarginNote // what the law says about it
	Attrs   templ.Attributes
}

// Option is one answer among several.
type Option struct {
	Value, Label string
	Hint         string
	Chip         string // "proposé"
	Chosen       bool
}

// FieldID is the id of the field with this name; the error summary links to it.
func FieldID(name string) string {
	return "f-" + strings.NewReplacer(".", "-", "[", "-", "]", "").Replace(name)
}

func (f Field) id() string { return FieldID(f.Name) }

// optionID lets the error summary reach a group: the first option has the id of the field.
func (f Field) optionID(i int) string {
	if i == 0 {
		return f.id()
	}
	return f.id() + "-" + f.Options[i].Value
}

// describedBy lists what else is read aloud with the field.
func (f Field) describedBy() string {
	var ids []string
	if f.Error != "" {
		ids = append(ids, f.id()+"-error")
	}
	if f.Good != "" {
		ids = append(ids, f.id()+"-good")
	}
	if f.Hint != "" {
		ids = append(ids, f.id()+"-hint")
	}
	if f.Note.Article != "" {
		ids = append(ids, f.id()+"-note")
	}
	return strings.Join(ids, " ")
}

func (f Field) inputType() string {
	switch f.Kind {
	case KindText, KindMoney, KindCode:
		return "text"
	case KindNumber:
		return "text" // with inputmode: a wheel must not change an answer
	}
	return string(f.Kind)
}

func (f Field) inputMode() string {
	switch f.Kind {
	case KindMoney:
		return "decimal"
	case KindNumber:
		return "numeric"
	}
	return ""
}

func (f Field) unit() string {
	if f.Kind == KindMoney && f.Unit == "" {
		return "€"
	}
	return f.Unit
}

// attributes are those shared by every control of the field.
func (f Field) attributes() templ.Attributes {
	a := templ.Attributes{"name": f.Name}
	if by := f.describedBy(); by != "" {
		a["aria-describedby"] = by
	}
	if f.Error != "" {
		a["aria-invalid"] = "true"
	}
	if f.Required {
		a["required"] = true
	}
	if f.Focus {
		a["autofocus"] = true
	}
	if f.Auto != "" {
		a["autocomplete"] = f.Auto
	}
	for k, v := range f.Attrs {
		a[k] = v
	}
	return a
}

// note is the margin note with the id by which the field is described.
func (f Field) note() MarginNote {
	n := f.Note
	n.ID = f.id() + "-note"
	if n.Tone == Neutral && f.Error != "" {
		n.Tone = Late
	}
	if n.Tone == Neutral && f.Good != "" {
		n.Tone = Good
	}
	return n
}
