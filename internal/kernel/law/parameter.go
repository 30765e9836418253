package law

import (
	_ "embed"
	"fmt"
	"math/big"
	"slices"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/money"
	"koprogo/internal/kernel/share"

	"github.com/BurntSushi/toml"
)

// Side says on which side of the law a building may set its own, stricter value.
type Side string

// The sides.
const (
	Fixed  Side = ""       // nobody may change the value
	Higher Side = "higher" // a building may ask for more: longer notice
	Lower  Side = "lower"  // a building may allow less: a shorter mandate
)

// Parameter is one value of the law, during one stretch of time, in one region.
type Parameter struct {
	Key        string         // such as ag.notice_days
	Region     belgium.Region // BE when it holds in the whole country
	Valid      civil.Period   // the time for which we vouch for the value
	Value                     // read it by Int, Fraction, Cents, Date or Text
	Unit       string         // days, working_days, weeks, months, years, hours, lots, ...; empty for other kinds
	Strict     bool           // the value itself does not suffice: "more than"
	Article    string         // where the rule stands; empty when no article is known
	Source     string         // the text that was read, in full words
	Confidence string         // A text of the law read, B two sources or settled, C one source
	Side       Side
	Note       string // for the reader of the table, in English
}

// String is the stored value, after "> " when it is strict.
func (p Parameter) String() string {
	if p.Strict {
		return "> " + p.Value.String()
	}
	return p.Value.String()
}

// Table is a set of parameters; ours, or the rows that an installation keeps.
type Table []Parameter

//go:embed parameters.toml
var seed []byte

var ours = func() Table {
	t, err := read(seed)
	if err != nil {
		panic("law: parameters.toml: " + err.Error())
	}
	return t
}()

// All are the parameters that the house brings along, in the order of parameters.toml; the list is the caller's own.
func All() Table { return slices.Clone(ours) }

// Find looks the value up that holds on a day in a region: the region's own before the federal one.
//
// Faults: law_value_unknown when no value is known for that day and region, law_value_unset when the law leaves the value to
// others (the threshold that only the assembly can fix). A key that does not exist, no date or no region are defects of
// ours and answered as a plain error.
func Find(key string, on civil.Date, region belgium.Region) (Parameter, error) {
	return ours.Find(key, on, region)
}

// Find is the same in this table.
func (t Table) Find(key string, on civil.Date, region belgium.Region) (Parameter, error) {
	if on.None() || !region.Known() {
		return Parameter{}, fmt.Errorf("law: %s is looked up without a day or a region", key)
	}
	named := false
	var found *Parameter
	for i, p := range t {
		if p.Key != key {
			continue
		}
		named = true
		if !p.Valid.Contains(on) || p.Region != region && p.Region != belgium.Federal {
			continue
		}
		if found == nil || p.Region == region {
			found = &t[i]
		}
	}
	switch {
	case !named:
		return Parameter{}, fmt.Errorf("law: no parameter is called %q", key)
	case found == nil:
		return Parameter{}, fault.Conflict("law_value_unknown").With("key", key).With("date", on).With("region", region)
	case found.Kind() == KindUnset:
		f := fault.Conflict("law_value_unset").With("key", key)
		f.Article = found.Article
		return Parameter{}, f
	}
	return *found, nil
}

// Met tells whether a part of a whole reaches the fraction; a strict one must be exceeded. Nothing is part of nothing.
func (p Parameter) Met(part, whole int64) bool {
	f, err := share.New(part, whole)
	if err != nil {
		return false
	}
	c := f.Cmp(p.Fraction())
	return c > 0 || c == 0 && !p.Strict
}

// Least is the smallest part of a whole that reaches the fraction, zero of nothing.
func (p Parameter) Least(whole int64) int64 {
	n := p.Greatest(whole)
	if whole > 0 && !p.Met(n, whole) {
		n++
	}
	return n
}

// Greatest is the greatest part of a whole that does not exceed the fraction.
func (p Parameter) Greatest(whole int64) int64 {
	f := p.Fraction()
	return new(big.Int).Quo(new(big.Int).Mul(big.NewInt(whole), big.NewInt(f.Num())), big.NewInt(f.Den())).Int64()
}

// Stricter tells whether a building may use its own whole number instead: always the law's own value, otherwise only on the
// stricter side. Faults, with the article: law_fixed, law_laxer.
func (p Parameter) Stricter(own int) error {
	law := p.Int()
	return p.allow(own > law, own < law)
}

// StricterCents is Stricter for an amount.
func (p Parameter) StricterCents(own money.Cents) error {
	law := p.Cents()
	return p.allow(own > law, own < law)
}

// StricterFraction is Stricter for a fraction.
func (p Parameter) StricterFraction(own share.Fraction) error {
	c := own.Cmp(p.Fraction())
	return p.allow(c > 0, c < 0)
}

func (p Parameter) allow(more, less bool) error {
	switch {
	case !more && !less, more && p.Side == Higher, less && p.Side == Lower:
		return nil
	case p.Side == Fixed:
		return fault.Unlawful("law_fixed", p.Article, "value").With("value", p.Value)
	case p.Side == Higher:
		return fault.Unlawful("law_laxer", p.Article, "value").With("value", p.Value)
	}
	return fault.Unlawful("law_laxer_above", p.Article, "value").With("value", p.Value)
}

// row is one [[parameter]] of the file.
type row struct {
	Key        string
	From, To   civil.Date
	Region     belgium.Region
	Int        *int64
	Cents      *int64
	Fraction   *share.Fraction
	Date       *civil.Date
	Text       *string
	Unset      bool
	Unit       string
	Strict     bool
	Article    string
	Source     string
	Confidence string
	Stricter   Side
	Note       string
}

func read(file []byte) (Table, error) {
	var raw struct {
		Sources   map[string]string
		Parameter []row
	}
	meta, err := toml.Decode(string(file), &raw)
	if err != nil {
		return nil, err
	}
	if strange := meta.Undecoded(); len(strange) > 0 {
		return nil, fmt.Errorf("%v is no field", strange[0])
	}
	table := make(Table, 0, len(raw.Parameter))
	for _, r := range raw.Parameter {
		p, err := r.parameter(raw.Sources)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.Key, err)
		}
		table = append(table, p)
	}
	return table, nil
}

func (r row) parameter(sources map[string]string) (Parameter, error) {
	p := Parameter{Key: r.Key, Region: r.Region, Unit: r.Unit, Strict: r.Strict, Article: r.Article,
		Source: sources[r.Source], Confidence: r.Confidence, Side: r.Stricter, Note: r.Note}
	if p.Region == "" {
		p.Region = belgium.Federal
	}
	var err error
	if p.Valid, err = civil.NewPeriod(r.From, r.To); err != nil {
		return p, err
	}
	values := 0
	is := func(given bool, v Value) {
		if given {
			values++
			p.Value = v
		}
	}
	is(r.Int != nil, Value{kind: KindInt, number: at(r.Int)})
	is(r.Cents != nil, Value{kind: KindCents, number: at(r.Cents)})
	is(r.Fraction != nil, Value{kind: KindFraction, fraction: at(r.Fraction)})
	is(r.Date != nil, Value{kind: KindDate, date: at(r.Date)})
	is(r.Text != nil, Value{kind: KindText, text: at(r.Text)})
	is(r.Unset, Value{kind: KindUnset})
	switch {
	case values != 1:
		return p, fmt.Errorf("%d values instead of one", values)
	case p.Key == "", p.Source == "", p.Confidence == "", r.From.None():
		return p, fmt.Errorf("key, from, source and confidence are needed")
	case !p.Region.Known():
		return p, fmt.Errorf("no region is called %q", p.Region)
	case p.Side != Fixed && p.Side != Higher && p.Side != Lower:
		return p, fmt.Errorf("stricter is %q", p.Side)
	case (p.Unit != "") != (p.Kind() == KindInt):
		return p, fmt.Errorf("whole numbers have a unit, and only they")
	}
	return p, nil
}

// at is what the pointer points to, or nothing.
func at[T any](v *T) (t T) {
	if v != nil {
		t = *v
	}
	return t
}
