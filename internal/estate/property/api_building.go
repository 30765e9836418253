package property

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// ParticularsRequest asks for the particulars on a day, as known at a moment.
type ParticularsRequest struct {
	OfBuilding
	AsOf
}

// PeriodAnswer is a stretch of days; to is the first day that no longer belongs to it.
type PeriodAnswer struct {
	Name string     `json:"name"`
	From civil.Date `json:"from"`
	To   civil.Date `json:"to"`
}

// ParticularsAnswer is what is known of an association beside what it is called.
type ParticularsAnswer struct {
	Seat          *Seat         `json:"seat"` // null: in the building
	Languages     []i18n.Lang   `json:"further_languages"`
	YearStart     string        `json:"fiscal_year_start"` // as in 07-01 for 1 July
	Year          PeriodAnswer  `json:"fiscal_year"`       // in which the day lies
	AssemblyStart *string       `json:"assembly_period_start"`
	Assembly      *PeriodAnswer `json:"assembly_period"` // of the calendar year of the day
	Accepted      *civil.Date   `json:"accepted_on"`
	ReserveFrom   *civil.Date   `json:"reserve_fund_from"` // from when the reserve fund is compulsory
	Region        *Region       `json:"region"`
	RegionOffered Region        `json:"region_offered"` // what the postcode lets one expect
	Books         Books         `json:"books"`
	Floors        *int64        `json:"floors"`
	Seen          civil.Instant `json:"seen"` // to be sent back with a correction
}

func (d dossier) answer(b Building, on civil.Date, known civil.Instant) (ParticularsAnswer, error) {
	p := d.at(on, known)
	year := d.fiscalYear(on, known)
	a := ParticularsAnswer{Languages: p.Languages, YearStart: monthDay(p.YearStart), Year: PeriodAnswer{civil.FiscalStart{}.Name(year), year.From, year.To},
		RegionOffered: OfferedRegion(b.address), Books: p.Books, Seen: d.seen(b, known, particularNames...)}
	if a.YearStart == "" {
		a.YearStart = "01-01"
	}
	if a.Languages == nil {
		a.Languages = []i18n.Lang{}
	}
	if !p.Seat.None() {
		a.Seat = &p.Seat
	}
	if p.Region != "" {
		a.Region = &p.Region
	}
	if p.Floors != 0 {
		a.Floors = &p.Floors
	}
	a.Accepted = nullable(p.Accepted)
	from, err := p.ReserveFrom()
	if err != nil {
		return a, err
	}
	a.ReserveFrom = nullable(from)
	period, ok, err := p.Ordinary(on.Year())
	if err != nil || !ok {
		return a, err
	}
	start := monthDay(p.Assembly)
	a.AssemblyStart, a.Assembly = &start, &PeriodAnswer{civil.FiscalStart{}.Name(period), period.From, period.To}
	return a, nil
}

func (r *Room) getParticulars(v *act.View, in ParticularsRequest) (ParticularsAnswer, error) {
	b, err := r.Building(v, in.Building)
	if err != nil {
		return ParticularsAnswer{}, err
	}
	said, err := loadDossier(v.Tx, in.Building)
	if err != nil {
		return ParticularsAnswer{}, err
	}
	at := in.Known
	if at.None() {
		at = v.Now
	}
	return said.answer(b, orToday(in.On, v.Today), at)
}

// ParticularsBody is what a request says about an association; what it leaves out is not known, or as the law has it.
type ParticularsBody struct {
	Seat      *SeatJSON  `json:"seat,omitempty"` // left out: in the building
	Languages []string   `json:"further_languages,omitempty" enum:"fr,nl,de,en" maxItems:"4"`
	YearStart string     `json:"fiscal_year_start,omitempty" maxLength:"5"`
	Assembly  string     `json:"assembly_period_start,omitempty" maxLength:"5"`
	Accepted  civil.Date `json:"accepted_on,omitempty" format:"date"`
	Region    string     `json:"region,omitempty" enum:"BXL,VLG,WAL,DG"`
	Books     string     `json:"books,omitempty" enum:"full,simplified"`
	Floors    int64      `json:"floors,omitempty" minimum:"1" maximum:"200"`
}

// SeatJSON is a seat as a request says it.
type SeatJSON struct {
	Care     string `json:"care_of,omitempty" maxLength:"120"`
	Street   string `json:"street,omitempty" maxLength:"120"`
	Number   string `json:"number,omitempty" maxLength:"20"`
	Postcode string `json:"postcode,omitempty" maxLength:"10"`
	City     string `json:"city,omitempty" maxLength:"80"`
}

func (b ParticularsBody) particulars() (Particulars, error) {
	p := Particulars{Accepted: b.Accepted, Region: Region(b.Region), Books: Books(b.Books), Floors: b.Floors}
	if b.Seat != nil {
		p.Seat = Seat(*b.Seat)
	}
	for _, l := range b.Languages {
		p.Languages = append(p.Languages, i18n.Lang(l))
	}
	var err1, err2 error
	if p.YearStart, err1 = ParseMonthDay(b.YearStart); err1 != nil {
		err1 = at(err1, "fiscal_year_start")
	}
	if p.Assembly, err2 = ParseMonthDay(b.Assembly); err2 != nil {
		err2 = at(err2, "assembly_period_start")
	}
	return p, fault.Join(err1, err2)
}

// SetParticularsRequest says the particulars of an association, all of them.
type SetParticularsRequest struct {
	OfBuilding
	Body struct {
		ParticularsBody
		SayingBody
	}
}

func (r *Room) putParticulars(a *act.Act, in SetParticularsRequest) (ParticularsAnswer, error) {
	p, err := in.Body.particulars()
	if err != nil {
		return ParticularsAnswer{}, err
	}
	if _, err := r.SetParticulars(a, in.Building, p, in.Body.saying()); err != nil {
		return ParticularsAnswer{}, err
	}
	return r.getParticulars(&a.View, ParticularsRequest{OfBuilding: in.OfBuilding, AsOf: AsOf{On: in.Body.From}})
}

// ThresholdAnswer is a rule of the law that begins at a number of lots.
type ThresholdAnswer struct {
	Rule    Rule   `json:"rule"`
	Article string `json:"article"`
	Lots    int    `json:"lots"`
	Min     int    `json:"min"`
	Reached bool   `json:"reached"`
	Broken  bool   `json:"broken"`
}

func (r *Room) getThresholds(v *act.View, in ParticularsRequest) (rest.List[ThresholdAnswer], error) {
	s, err := r.Register(v, in.Building, in.On, in.Known)
	if err != nil {
		return rest.List[ThresholdAnswer]{}, err
	}
	all, err := Thresholds(s)
	list := rest.List[ThresholdAnswer]{Items: []ThresholdAnswer{}}
	for _, t := range all {
		list.Items = append(list.Items, ThresholdAnswer(t))
	}
	return list, err
}

// PartRequest founds a partial association, or puts a building that is known already beneath its main one.
type PartRequest struct {
	OfBuilding
	Body PartBody
}

// PartBody is what a request says about a partial association: the building that it is, or how it begins.
type PartBody struct {
	Part        id.Of[id.Building] `json:"building_id,omitempty" format:"uuid"`
	Name        string             `json:"name,omitempty" maxLength:"120"`
	Denominator int64              `json:"share_denominator,omitempty" minimum:"1" maximum:"1000000000"`
	Enterprise  string             `json:"enterprise_number,omitempty" maxLength:"20"`
	Lang        string             `json:"language,omitempty" enum:"fr,nl,de,en"`
	From        civil.Date         `json:"from,omitempty" format:"date"`
	Lots        []PartShareBody    `json:"lots,omitempty" maxItems:"1000"`
}

// PartShareBody is a lot of the main association with its shares in the partial one.
type PartShareBody struct {
	Lot    id.Of[id.Lot] `json:"lot_id" format:"uuid"`
	Shares int64         `json:"shares" minimum:"0" maximum:"1000000000"`
}

func (b PartBody) entry() PartEntry {
	e := PartEntry{Name: b.Name, Denominator: b.Denominator, Enterprise: b.Enterprise, Lang: i18n.Lang(b.Lang), From: b.From}
	for _, l := range b.Lots {
		e.Lots = append(e.Lots, PartShare(l))
	}
	return e
}

func (r *Room) postPart(a *act.Act, in PartRequest) (BuildingAnswer, error) {
	part := in.Body.Part
	if part.None() {
		b, err := r.FoundPart(a, in.Building, in.Body.entry())
		if err != nil {
			return BuildingAnswer{}, err
		}
		part = b.id
	} else if err := r.AttachPart(a, in.Building, part); err != nil {
		return BuildingAnswer{}, err
	}
	b, err := FindBuilding(a.Tx, part)
	return answerBuilding(BuildingLine{Building: b, Parent: in.Building}, nil), err
}

func (r *Room) deleteParent(a *act.Act, in OfBuilding) (rest.Nothing, error) {
	return rest.Nothing{}, r.DetachPart(a, in.Building)
}

// PartLotJSON says which lot of the main association a lot of the partial one is.
type PartLotJSON struct {
	Lot  id.Of[id.Lot] `json:"lot_id" format:"uuid"`
	Main id.Of[id.Lot] `json:"main_lot_id" format:"uuid"`
}

func (r *Room) getPartLots(v *act.View, in OfBuilding) (rest.List[PartLotJSON], error) {
	if err := r.mayRead(v, in.Building); err != nil {
		return rest.List[PartLotJSON]{}, err
	}
	pairs, err := PartLots(v.Tx, in.Building)
	list := rest.List[PartLotJSON]{Items: []PartLotJSON{}}
	for _, p := range pairs {
		list.Items = append(list.Items, PartLotJSON(p))
	}
	return list, err
}

// PartLotsRequest says which lots of the main association the lots of a partial one are.
type PartLotsRequest struct {
	OfBuilding
	Body struct {
		Lots []PartLotJSON `json:"lots" maxItems:"1000"`
	}
}

func (r *Room) putPartLots(a *act.Act, in PartLotsRequest) (rest.List[PartLotJSON], error) {
	pairs := make([]PartLot, len(in.Body.Lots))
	for i, p := range in.Body.Lots {
		pairs[i] = PartLot(p)
	}
	if err := r.PairLots(a, in.Building, pairs); err != nil {
		return rest.List[PartLotJSON]{}, err
	}
	return r.getPartLots(&a.View, in.OfBuilding)
}
