package property

import (
	"context"
	"slices"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// HowBody is how a form says something: that it was always so, or that it becomes so on a day.
type HowBody struct {
	How string `json:"how,omitempty" enum:"correct,change"`
	SayingBody
}

// how is the answer as the verbs take it; the day that stands in the form counts only where something changes.
func (b HowBody) how() (Saying, error) {
	s := b.saying()
	switch {
	case b.How == "correct":
		s.From = civil.Date{}
	case b.How == "change" && s.From.None():
		return s, fault.Invalid("required", "from")
	}
	return s, nil
}

// hiddenSeen carries what the form shows, so that somebody else's change in between is noticed.
func hiddenSeen(learned civil.Instant) []ui.Hidden {
	text, _ := learned.MarshalText()
	return []ui.Hidden{{Name: "seen", Value: string(text)}}
}

// sections are the groups of particulars that are corrected together, each on a page of its own, with the names under which they are kept.
var sections = []section{
	{"association", []string{"seat", "languages"}, true},
	{"year", []string{"year_start", "books"}, true},
	{"assembly", []string{"assembly_start"}, true},
	{"house", []string{"accepted", "floors", "region"}, false},
}

type section struct {
	name   string
	keeps  []string
	change bool // it can become otherwise on a day; what it is about the house itself was always so
}

func (r *Room) sectionPages(p *ui.Pages) {
	for _, s := range sections {
		ui.FormPage(p, "/buildings/{building}/edit/"+s.name, ChangeBuilding, 0,
			func(v *act.View, in sectionPage, sent ui.Sent) (ui.Sheet, error) {
				return r.showSection(v, in, s, sent)
			},
			func(a *act.Act, in sectionPage) (ui.Done, error) { return r.editSection(a, in, s) })
	}
}

// sectionPage is the form of one group of particulars; fields of the others stay away.
type sectionPage struct {
	OfBuilding
	Body struct {
		SeatKind  string    `json:"seat_kind,omitempty" enum:"building,elsewhere"`
		Seat      *SeatJSON `json:"seat,omitempty"`
		Languages []string  `json:"further_languages,omitempty" enum:"fr,nl,de,en" maxItems:"4"`

		YearDay   int    `json:"year_day,omitempty" minimum:"1" maximum:"31"`
		YearMonth int    `json:"year_month,omitempty" minimum:"1" maximum:"12"`
		Books     string `json:"books,omitempty" enum:"full,simplified"`

		AssemblyDay   int `json:"assembly_day,omitempty" minimum:"1" maximum:"31"`
		AssemblyMonth int `json:"assembly_month,omitempty" minimum:"1" maximum:"12"`

		Accepted civil.Date `json:"accepted_on,omitempty" format:"date"`
		Region   string     `json:"region,omitempty" enum:"BXL,VLG,WAL,DG"`
		Floors   int64      `json:"floors,omitempty" minimum:"1" maximum:"200"`
		HowBody
	}
}

// over lays the answers of one section over what is known of all.
func (in sectionPage) over(p Particulars, s section) (Particulars, error) {
	b := in.Body
	var err error
	switch s.name {
	case "association":
		p.Seat = Seat{}
		if b.Seat != nil && b.SeatKind != "building" {
			p.Seat = Seat(*b.Seat)
		}
		if b.SeatKind == "elsewhere" && p.Seat.None() {
			err = fault.Invalid("required", "seat.street")
		}
		p.Languages = nil
		for _, l := range b.Languages {
			p.Languages = append(p.Languages, i18n.Lang(l))
		}
	case "year":
		p.Books = Books(b.Books)
		p.YearStart, err = yearDay(b.YearDay, b.YearMonth, "year_day")
	case "assembly":
		p.Assembly, err = yearDay(b.AssemblyDay, b.AssemblyMonth, "assembly_day")
	case "house":
		p.Accepted, p.Region, p.Floors = b.Accepted, Region(b.Region), b.Floors
	}
	return p, err
}

// yearDay is a day of every year from the two fields of a form; none when both are empty.
func yearDay(day, month int, field string) (civil.FiscalStart, error) {
	if day == 0 && month == 0 {
		return civil.FiscalStart{}, nil
	}
	start, err := civil.NewFiscalStart(time.Month(month), day)
	if err != nil {
		return start, at(err, field)
	}
	return start, nil
}

func (r *Room) showSection(v *act.View, in sectionPage, s section, sent ui.Sent) (ui.Sheet, error) {
	b, said, err := r.dossierFor(v, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	f := sectionForm{Building: b, Section: s, Particulars: said.at(v.Today, v.Now), Said: said.of(s.keeps), Seen: said.seen(b, v.Now, s.keeps...), Today: v.Today}
	f.NextYear = said.fiscalYear(v.Today, v.Now).To
	if f.Years, err = reserveYears(v.Today, f.Particulars.Region); err != nil {
		return ui.Sheet{}, err
	}
	if s.name == "year" && v.May(ReadRegister, b.id) {
		snap, err := r.Register(v, b.id, civil.Date{}, civil.Instant{})
		if err != nil {
			return ui.Sheet{}, err
		}
		if f.Thresholds, err = Thresholds(snap); err != nil {
			return ui.Sheet{}, err
		}
	}
	title := say(v.Context(), "section_title_"+s.name)
	return ui.Sheet{Title: title, Building: b.id, Section: "building", Body: sectionView(title, f, sent)}, nil
}

// sectionForm is what the form of a section shows.
type sectionForm struct {
	Building    Building
	Section     section
	Particulars Particulars
	Said        []particular // all that was ever said of the section
	Seen        civil.Instant
	Today       civil.Date
	NextYear    civil.Date // first day of the next financial year
	Thresholds  []Threshold
	Years       int // after the acceptance, from which the reserve fund is compulsory
}

// of keeps what was said under some names, the latest knowledge first.
func (d dossier) of(names []string) (list []particular) {
	for _, p := range d {
		if slices.Contains(names, p.name) {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b particular) int { return b.learned.Compare(a.learned) })
	return list
}

func (r *Room) editSection(a *act.Act, in sectionPage, s section) (ui.Done, error) {
	how, err := in.Body.how()
	if err != nil {
		return ui.Done{}, err
	}
	if !s.change {
		how.From = civil.Date{}
	}
	_, said, err := r.dossierToChange(a, in.Building)
	if err != nil {
		return ui.Done{}, err
	}
	p, err := in.over(said.at(orToday(how.From, a.Today), a.Now), s)
	if err != nil {
		return ui.Done{}, err
	}
	_, err = r.SetParticulars(a, in.Building, p, how)
	return ui.Done{To: path(in.Building, ""), Says: say(a.Context(), "edit_done")}, asked(err)
}

// asked says of the faults of particulars at which field of a form they lie.
func asked(err error) error {
	for field, name := range map[string]string{"fiscal_year_start": "year_day", "assembly_period_start": "assembly_day", "from": "from"} {
		err = elsewhere(err, field, name)
	}
	if f := fault.As(err); f != nil {
		for i, p := range f.Parts {
			f.Parts[i] = fault.As(asked(p))
		}
	}
	return err
}

// spokenValue is a kept value in a sentence.
func (p particular) spoken(ctx context.Context) string {
	l := i18n.From(ctx)
	var x Particulars
	x.read(p.name, p.value)
	if p.value == "" {
		return nothing{}.In(l)
	}
	switch p.name {
	case "seat":
		return x.Seat.Line()
	case "languages":
		return langNames(p.value).In(l)
	case "year_start":
		return dayOfYear(x.YearStart).In(l)
	case "assembly_start":
		return dayOfYear(x.Assembly).In(l)
	case "accepted":
		return x.Accepted.In(l)
	case "region":
		return x.Region.In(l)
	case "books":
		return x.Books.In(l)
	}
	return p.value
}
