package council

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/blob"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/pdf"
	"koprogo/internal/platform/rest"
)

// Span is how often a report like this one is made. The law wants the yearly one; the other is as the council likes.
type Span string

// Spans are in the order in which they are offered.
var Spans = []Span{"yearly", "half_yearly"}

// In names the span for a reader.
func (s Span) In(l i18n.Lang) string { return i18n.Say(l, "council.span_"+string(s)) }

// Report is what the council tells the assembly of a period.
type Report struct {
	id          id.Of[id.Report]
	building    id.Of[id.Building]
	span        Span
	from, until civil.Date // the first and the last day
	begun       civil.Instant
	by          id.Of[id.Person]
	said        Telling
	facts       Facts // of an issued one; of a draft they are read when it is looked at
	issued      civil.Instant
	issuer      id.Of[id.Person]
}

// ID is the report's identifier.
func (r Report) ID() id.Of[id.Report] { return r.id }

// Issued tells whether it has left the council.
func (r Report) Issued() bool { return !r.issued.None() }

// Telling is what the council itself writes in a report, in its own language. A part is left out where the council says so.
type Telling struct {
	Opening   string `json:"opening"`
	Decisions Remark `json:"decisions"`
	Deadlines Remark `json:"deadlines"`
	Comments  Remark `json:"comments"`
	Missions  Remark `json:"missions"`
	Closing   string `json:"closing"`
}

// Remark is what the council says to a part of its report.
type Remark struct {
	Text string `json:"text"`
	Out  bool   `json:"out"` // the part is left out
}

// maxTold bounds what the council writes in one place.
const maxTold = 6_000

func (t Telling) checked() (Telling, error) {
	var faults []error
	for _, x := range []struct {
		field string
		text  *string
	}{{"opening", &t.Opening}, {"decisions_remark", &t.Decisions.Text}, {"deadlines_remark", &t.Deadlines.Text}, {"comments_remark", &t.Comments.Text},
		{"missions_remark", &t.Missions.Text}, {"closing", &t.Closing}} {
		if *x.text = strings.TrimSpace(*x.text); len([]rune(*x.text)) > maxTold {
			faults = append(faults, fault.Invalid("too_long", x.field).With("max", maxTold))
		}
	}
	return t, fault.Join(faults...)
}

// Scan reads what the council wrote from its row.
func (t *Telling) Scan(from any) error { return scan(from, t) }

// Scan reads the facts of an issued report from its row.
func (f *Facts) Scan(from any) error { return scan(from, f) }

func scan(from any, into any) error {
	text, _ := from.(string)
	if raw, is := from.([]byte); is {
		text = string(raw)
	}
	if text == "" {
		return nil
	}
	return json.Unmarshal([]byte(text), into)
}

func written(x any) (string, error) {
	text, err := json.Marshal(x)
	return string(text), err
}

// Account is a report with all that a reader of its page sees.
type Account struct {
	Report
	Building property.Building
	Seat     property.Seat
	Facts    Facts
}

// Reports lists the reports of a building, the latest period first; a draft is shown to the council alone.
func (r *Room) Reports(v *act.View, building id.Of[id.Building]) ([]Report, error) {
	if _, err := property.FindBuilding(v.Tx, building); err != nil {
		return nil, err
	}
	return readable(v, building)
}

// readable are the reports of a building that a reader may see.
func readable(v *act.View, building id.Of[id.Building]) ([]Report, error) {
	if err := v.Allow(ReadReport, building); err != nil {
		return nil, err
	}
	list, err := db.All(v.Query(reportsOf, building), (*Report).fields)
	enters := Enters(v, building)
	return slices.DeleteFunc(list, func(x Report) bool { return !x.Issued() && !enters }), err
}

// Report reads a report: an issued one as it was issued, a draft as it would be issued now.
func (r *Room) Report(v *act.View, report id.Of[id.Report]) (Account, error) {
	x, err := findReport(v.Tx, report)
	if err != nil {
		return Account{}, err
	}
	if err := v.Allow(ReadReport, x.building); err != nil {
		return Account{}, err
	}
	if !x.Issued() {
		if err := enter(v, x.building); err != nil {
			return Account{}, err
		}
	}
	return r.account(v, x)
}

func (r *Room) account(v *act.View, x Report) (Account, error) {
	register, err := property.LoadRegister(v.Tx, x.building)
	if err != nil {
		return Account{}, err
	}
	now := register.At(register.Day(v.Today, v.Now), v.Now)
	a := Account{Report: x, Building: now.Building, Seat: now.Particulars.Seat, Facts: x.facts}
	if !x.Issued() {
		a.Facts, err = r.gather(v, x)
	}
	return a, err
}

// Begin begins the draft of a report. Without days it goes from the day after the last report of that kind, or from the last ordinary assembly, to today. Fault: report_begun.
func (r *Room) Begin(a *act.Act, building id.Of[id.Building], span Span, from, until civil.Date) (Report, error) {
	if err := a.Hold(building); err != nil {
		return Report{}, err
	}
	if _, err := property.FindBuilding(a.Tx, building); err != nil {
		return Report{}, err
	}
	if err := mayWrite(&a.View, building); err != nil {
		return Report{}, err
	}
	list, err := db.All(a.Query(reportsOf, building), (*Report).fields)
	if err != nil {
		return Report{}, err
	}
	if slices.ContainsFunc(list, func(x Report) bool { return !x.Issued() }) {
		return Report{}, fault.Conflict("report_begun")
	}
	if !slices.Contains(Spans, span) {
		return Report{}, fault.Invalid("required", "span")
	}
	if until.None() {
		until = a.Today
	}
	if from.None() {
		held, err := decisions.Of(a.Tx, building)
		if err != nil {
			return Report{}, err
		}
		from = usualFrom(list, decisions.OrdinaryDays(held), span, until)
	}
	if err := MayCover(from, until, a.Today); err != nil {
		return Report{}, err
	}
	x := Report{id: id.New[id.Report](), building: building, span: span, from: from, until: until, begun: a.Now, by: a.Who.Person}
	said, err := written(x.said)
	if err != nil {
		return Report{}, err
	}
	a.Record(ReportKept{Building: building, Report: x.id})
	_, err = a.Exec(addReport, x.id, building, string(span), from, until, x.begun, x.by, said)
	return x, err
}

// usualFrom is where a report begins: after the last one of its kind; else at the last ordinary assembly, or so long before its last day.
func usualFrom(list []Report, ordinary []civil.Date, span Span, until civil.Date) civil.Date {
	from := until.AddYears(-1).AddDays(1)
	if span == "half_yearly" {
		from = until.AddMonths(-6).AddDays(1)
	}
	for _, day := range ordinary {
		if span == "yearly" && day.Before(until) && day.After(until.AddMonths(-18)) {
			from = day
		}
	}
	for _, x := range list {
		if next := x.until.AddDays(1); x.Issued() && x.span == span && !next.After(until) && next.After(from) {
			from = next
		}
	}
	return from
}

// mayWrite lets those write the report who may enter the own room.
func mayWrite(v *act.View, building id.Of[id.Building]) error {
	if err := v.Allow(WriteReport, building); err != nil {
		return err
	}
	return enter(v, building)
}

// toWrite loads a draft that is about to be changed. Fault: report_issued.
func toWrite(a *act.Act, report id.Of[id.Report]) (Report, error) {
	x, err := findReport(a.Tx, report)
	if err != nil {
		return Report{}, err
	}
	if err := mayWrite(&a.View, x.building); err != nil {
		return Report{}, err
	}
	if err := a.Hold(x.building); err != nil {
		return Report{}, err
	}
	if x, err = findReport(a.Tx, report); err != nil {
		return Report{}, err
	}
	if x.Issued() {
		return Report{}, fault.Conflict("report_issued").With("date", x.issued.BrusselsDate())
	}
	return x, nil
}

// Tell words a draft.
func (r *Room) Tell(a *act.Act, report id.Of[id.Report], t Telling) (Report, error) {
	x, err := toWrite(a, report)
	if err != nil {
		return Report{}, err
	}
	if x.said, err = t.checked(); err != nil {
		return Report{}, err
	}
	return x, x.keep(a)
}

func (x Report) keep(a *act.Act) error {
	said, err := written(x.said)
	if err != nil {
		return err
	}
	a.Record(ReportKept{Building: x.building, Report: x.id})
	_, err = a.Exec(setReport, x.id, said)
	return err
}

// PutIn puts something of the own room into a draft: its title and words are copied to the end of what the council says. Nothing of the room comes into a
// report in another way. Fault: report_entry.
func (r *Room) PutIn(a *act.Act, report id.Of[id.Report], entry id.Of[id.Entry]) (Report, error) {
	x, err := toWrite(a, report)
	if err != nil {
		return Report{}, err
	}
	e, err := findEntry(a.Tx, entry)
	if f := fault.As(err); f != nil || err == nil && e.building != x.building {
		return Report{}, fault.Invalid("report_entry", "entry_id")
	} else if err != nil {
		return Report{}, err
	}
	t := x.said
	t.Closing = strings.TrimSpace(t.Closing + "\n\n" + e.said.Title + "\n" + e.said.Text)
	if x.said, err = t.checked(); err != nil {
		return Report{}, err
	}
	return x, x.keep(a)
}

// Discard throws a draft away.
func (r *Room) Discard(a *act.Act, report id.Of[id.Report]) (Report, error) {
	x, err := toWrite(a, report)
	if err != nil {
		return Report{}, err
	}
	a.Record(ReportKept{Building: x.building, Report: x.id})
	_, err = a.Exec(dropReport, x.id)
	return x, err
}

// Issue gives a report to the assembly: its facts are those of today, its papers are set in four languages and kept, and it is not changed any more.
func (r *Room) Issue(a *act.Act, report id.Of[id.Report]) (Report, error) {
	x, err := toWrite(a, report)
	if err != nil {
		return Report{}, err
	}
	w, err := r.account(&a.View, x)
	if err != nil {
		return Report{}, err
	}
	w.issued, w.issuer, w.facts = a.Now, a.Who.Person, w.Facts
	papers := map[i18n.Lang]string{}
	for _, l := range i18n.Langs {
		data, err := pdf.Render(a.Context(), w.document(l, a.Now))
		if err != nil {
			return Report{}, err
		}
		ref, err := r.Blobs.Put(a.Context(), bytes.NewReader(data))
		if err != nil {
			return Report{}, err
		}
		papers[l] = ref.SHA256
		if _, err := a.Exec(addPaper, x.id, string(l), ref.SHA256, ref.Size, w.fileName(l)); err != nil {
			return Report{}, err
		}
	}
	facts, err := written(w.Facts)
	if err != nil {
		return Report{}, err
	}
	a.Record(ReportIssued{Building: x.building, Report: x.id, From: x.from, Until: x.until, Papers: papers})
	_, err = a.Exec(issueReport, x.id, facts, w.issued, w.issuer)
	return w.Report, err
}

type kept struct {
	ref  blob.Ref
	name string
}

func (k *kept) fields() []any { return []any{&k.ref.SHA256, &k.ref.Size, &k.name} }

// PaperOf gives the paper of a report in a language: of an issued one the bytes that were issued, of a draft a proof that says so on each page.
func (r *Room) PaperOf(v *act.View, report id.Of[id.Report], language string) (rest.Download, error) {
	w, err := r.Report(v, report)
	if err != nil {
		return rest.Download{}, err
	}
	l, known := i18n.Known(language)
	if !known {
		return rest.Download{}, fault.Invalid("one_of_expected", "language").With("values", "fr, nl, de, en")
	}
	if !w.Issued() {
		data, err := pdf.Render(v.Context(), w.document(l, v.Now))
		return rest.Download{Name: w.fileName(l), Type: "application/pdf", Data: data}, err
	}
	k, err := db.One(v.Query(paperIn, report, string(l)), (*kept).fields, fault.NotFound("not_found"))
	if err != nil {
		return rest.Download{}, err
	}
	content, err := r.Blobs.Get(v.Context(), k.ref)
	if err != nil {
		return rest.Download{}, err
	}
	defer content.Close()
	data, err := io.ReadAll(content)
	return rest.Download{Name: k.name, Type: "application/pdf", Data: data}, err
}
