package mandates

import (
	"regexp"
	"slices"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/estate/signboard"
	"koprogo/internal/formats/epcqr"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/pdf"
	"koprogo/internal/platform/rest"
)

// poster is the extract of an appointment as it hangs at the entrance (art. 3.89 §2): who, since when, how to reach them without delay, and where the
// internal rules and the register of decisions can be read.
type poster struct {
	Mandate
	Building  property.Building
	Seat      string // of the association
	Office    office.Office
	Name      string
	Company   bool
	Domicile  string // or seat, of a company
	Number    string // of a company
	Phone     string
	Email     string
	Emergency string
	Hours     string
	Site      string // where co-owners read the same things without leaving home
	Page      string // the public page of the syndic, when there is one
}

// Poster prints what a syndic owes to hang at the entrance, in the building's language or in another. It is for who may change the mandate: the domicile
// of a natural person belongs on the wall of the entrance and nowhere else. Faults: contract_syndic, poster_over, poster_association, poster_domicile,
// poster_profession, poster_form, poster_seat, poster_enterprise, poster_contact; each says what to fill in, and where.
func (r *Room) Poster(v *act.View, mandate id.Of[id.Mandate], language string) (rest.Download, error) {
	p, err := r.poster(v, mandate)
	if err != nil {
		return rest.Download{}, err
	}
	l := p.Building.Lang()
	if language != "" {
		var known bool
		if l, known = i18n.Known(language); !known {
			return rest.Download{}, fault.Invalid("one_of_expected", "language").With("values", "fr, nl, de, en")
		}
	}
	if err := p.complete(); err != nil {
		return rest.Download{}, err
	}
	d, err := p.document(l, v.Now)
	if err != nil {
		return rest.Download{}, err
	}
	data, err := pdf.Render(v.Context(), d)
	return rest.Download{Name: tell(l, "poster_file", "name", p.Building.Name()), Type: "application/pdf", Data: data}, err
}

func tell(l i18n.Lang, key string, args ...any) string { return i18n.Say(l, "mandates."+key, args...) }

// poster gathers what hangs at the entrance.
func (r *Room) poster(v *act.View, mandate id.Of[id.Mandate]) (poster, error) {
	m, err := Get(v.Tx, mandate)
	if err != nil {
		return poster{}, err
	}
	if err := v.Allow(ChangeMandate, m.building); err != nil {
		return poster{}, err
	}
	switch {
	case m.Kind() != Syndic && m.Kind() != Provisional:
		return poster{}, fault.Conflict("contract_syndic")
	case m.Over(v.Today):
		return poster{}, fault.Conflict("poster_over").With("date", m.Last())
	}
	register, err := property.LoadRegister(v.Tx, m.building)
	if err != nil {
		return poster{}, err
	}
	now := register.At(register.Day(v.Today, v.Now), v.Now)
	who, err := loadPeople(v.Tx, v.Who.Office, register, now, []Mandate{m})
	if err != nil {
		return poster{}, err
	}
	p := poster{Mandate: m, Building: now.Building, Seat: now.Building.Address().Line(), Name: who.name(m.entry.Holder), Domicile: m.entry.Domicile, Office: who.office, Site: r.BaseURL}
	if seat := now.Particulars.Seat; !seat.None() {
		p.Seat = seat.Line()
	}
	p.whose(who)
	board, _, err := (&signboard.Room{}).Board(v, m.building)
	if err != nil {
		return p, err
	}
	p.reached(board, r.BaseURL)
	return p, nil
}

// whose tells a company from a person: the office is a company unless the mandate says where its syndic lives.
func (p *poster) whose(who people) {
	h := p.entry.Holder
	switch {
	case h.Office:
		e := who.office.Entry()
		p.Phone, p.Email = e.Phone, e.Email
		if p.Company = e.Kind == office.Professional && p.Domicile == ""; p.Company {
			p.Number = who.office.Enterprise().Format()
			p.Domicile = property.Address{Street: e.Street, Number: e.Number, Postcode: e.Postcode, City: e.City}.Line()
			if e.Street == "" || e.Postcode == "" || e.City == "" {
				p.Domicile = ""
			}
		}
	case !h.Member.None():
		m, found := who.member(h.Member)
		if !found {
			return
		}
		e := m.Entry()
		p.Phone, p.Email, p.Company, p.Number = e.Phone, e.Email, e.Nature == property.Company, e.Enterprise
		if p.Domicile == "" && e.Street != "" {
			p.Domicile = strings.TrimSpace(e.Street + ", " + e.Postcode + " " + e.City)
		}
	}
}

// reached takes what the public page says of how to reach the syndic, whether it is shown or not: somebody wrote it for who stands at the door.
func (p *poster) reached(b signboard.Board, base string) {
	e := b.Entry()
	if b.Changed().None() {
		return
	}
	for _, x := range []struct {
		to   *string
		says string
	}{{&p.Phone, e.Phone}, {&p.Email, e.Email}, {&p.Emergency, e.Emergency}, {&p.Hours, e.Hours}} {
		if x.says != "" {
			*x.to = x.says
		}
	}
	if e.Shown {
		p.Page = base + b.Path()
	}
}

// form finds the legal form in the name of a company, whatever the language.
var form = regexp.MustCompile(`(?i)(^|[\s,(])(srl|sprl|sprlu|bv|bvba|ebvba|sa|nv|sc|scrl|cv|cvba|cvoa|scomm|scs|commv|snc|vof|se|asbl|vzw|aisbl|ivzw|gmbh|ag|gen|kg|ohg|s\.r\.l\.|s\.p\.r\.l\.|b\.v\.|s\.a\.|n\.v\.|a\.s\.b\.l\.|v\.z\.w\.)([\s,)]|$)`)

// complete tells what is missing, and where to write it.
func (p poster) complete() error {
	const article = "3.89 §2"
	var faults []error
	lacks := func(is bool, code, article string) {
		if is {
			faults = append(faults, fault.Unlawful(code, article, ""))
		}
	}
	lacks(p.Building.Enterprise().None(), "poster_association", "3.86 §1")
	if p.Company {
		lacks(!form.MatchString(p.Name), "poster_form", article)
		lacks(p.Domicile == "", "poster_seat", article)
		lacks(p.Number == "", "poster_enterprise", article)
	} else {
		lacks(p.entry.Profession == "", "poster_profession", article)
		lacks(p.Domicile == "", "poster_domicile", article)
	}
	lacks(p.Phone == "" && p.Email == "", "poster_contact", article)
	return fault.Join(faults...)
}

// document sets the poster: the answer on top, in the largest print that one page holds.
func (p poster) document(l i18n.Lang, now civil.Instant) (*pdf.Document, error) {
	strong := func(s string) string { return "**" + pdf.Literal(s) + "**" }
	facts := func(list ...pdf.Fact) pdf.Facts {
		return pdf.Facts{Items: slices.DeleteFunc(list, func(f pdf.Fact) bool { return f.Value == "" || f.Value == "****" })}
	}
	home, number := "poster_domicile", ""
	if p.Company {
		home, number = "poster_seat", tell(l, "poster_number", "number", p.Number)
	}
	title := "poster_title"
	if p.Kind() == Provisional {
		title = "poster_title_provisional"
	}
	d := &pdf.Document{
		Lang: l, Poster: true, Title: tell(l, title, "name", pdf.Literal(p.Name)), AsOf: tell(l, "poster_extract"), Association: p.letterhead(l), Made: now.InBrussels(),
		Blocks: []pdf.Block{
			pdf.Space{Height: 3},
			facts(pdf.Fact{Label: tell(l, "field_profession"), Value: pdf.Literal(p.profession())}, pdf.Fact{Label: tell(l, home), Value: pdf.Literal(p.Domicile)},
				pdf.Fact{Label: tell(l, "poster_enterprise"), Value: number}, pdf.Fact{Label: tell(l, "fact_appointed"), Value: tell(l, "poster_by_"+string(p.entry.Origin), "date", p.entry.Appointed)},
				pdf.Fact{Label: tell(l, "poster_term"), Value: p.term(l)}),
			pdf.Heading{Text: tell(l, "poster_reach")},
			facts(pdf.Fact{Label: tell(l, "poster_phone"), Value: strong(p.Phone)}, pdf.Fact{Label: tell(l, "poster_urgent"), Value: strong(p.Emergency)},
				pdf.Fact{Label: tell(l, "poster_email"), Value: strong(p.Email)}, pdf.Fact{Label: tell(l, "poster_hours"), Value: pdf.Literal(p.Hours)}),
			pdf.Heading{Text: tell(l, "poster_read")},
			pdf.Paragraph{Text: tell(l, "poster_where", "seat", pdf.Literal(p.Seat), "site", pdf.Literal(bare(p.Site)))},
		},
	}
	if p.Page == "" {
		return d, nil
	}
	matrix, err := epcqr.Matrix(p.Page)
	d.Blocks = append(d.Blocks, pdf.Code{Title: tell(l, "poster_page"), Text: pdf.Literal(bare(p.Page)), QR: matrix})
	return d, err
}

// profession is said of a natural person alone.
func (p poster) profession() string {
	if p.Company {
		return ""
	}
	return p.entry.Profession
}

func (p poster) term(l i18n.Lang) string {
	if p.Last().None() {
		return tell(l, "poster_from", "date", p.entry.From)
	}
	return tell(l, "poster_from_until", "from", p.entry.From, "until", p.Last())
}

// bare is an address without what no reader types.
func bare(address string) string {
	return strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://")
}

// letterhead is that of the association, with its seat.
func (p poster) letterhead(l i18n.Lang) pdf.Association {
	a := property.Letterhead(l, p.Building, property.Seat{})
	a.Seat = pdf.Literal(p.Seat)
	return a
}
