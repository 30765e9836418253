package mandates

import (
	"slices"
	"strings"

	"koprogo/internal/governance/decisions"
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/rest"
)

// Duty is what a syndic owes at the beginning or at the end of a mandate.
type Duty string

// The duties that are done by evidence.
const (
	Poster       Duty = "poster"       // the extract of the appointment at the entrance (art. 3.89 §2)
	Registration Duty = "registration" // in the Crossroads Bank of Enterprises (art. 3.89 §3)
	Insurance    Duty = "insurance"    // the proof of the liability insurance (art. 3.89 §5 8°)
	Handover     Duty = "handover"     // the whole file to the successor, with an inventory (art. 3.89 §5 7°)
)

// Duties are in the order of the law's days.
var Duties = []Duty{Registration, Poster, Insurance, Handover}

// In names the duty for a reader.
func (d Duty) In(l i18n.Lang) string { return i18n.Say(l, "mandates.duty_"+string(d)) }

// Evidence proves that a duty was done.
type Evidence struct {
	id      id.Of[id.Any]
	mandate id.Of[id.Mandate]
	Duty    Duty
	On      civil.Date
	Note    string
	Paper   decisions.Paper
	at      civil.Instant
	by      id.Of[id.Person]
}

// Owed is a duty of a mandate with its deadline. Duty is empty for what is done by an appointment: the renewal on the agenda.
type Owed struct {
	law.Deadline
	Mandate id.Of[id.Mandate]
	Duty    Duty
	Proof   Evidence
}

// renewalMonths before the last day, the renewal belongs on an agenda: a habit of the office, no law.
const renewalMonths = 3

// owed are the duties of a syndic's mandate. Others are the mandates of the building: a syndic who goes on hands nothing over.
func owed(m Mandate, others []Mandate, proofs []Evidence, region belgium.Region, today civil.Date, same func(a, b Mandate) bool) (list []Owed, err error) {
	if m.Kind() != Syndic && m.Kind() != Provisional {
		return nil, nil
	}
	add := func(duty Duty, key string, date civil.Date) error {
		p, known, err := rule(key, m.entry.From, region)
		if err != nil || !known {
			return err
		}
		due := date.AddDays(p.Int())
		if duty == Registration {
			due = RegistrationDue(m.entry.Appointed, m.entry.From, p.Int())
		}
		list = append(list, proven(Owed{Mandate: m.id, Duty: duty, Deadline: law.Deadline{What: "mandates.deadline_" + string(duty), Whom: "law.whom_syndic", Legal: true, Article: p.Article, Date: due}}, proofs))
		return nil
	}
	if !m.Over(today) {
		if err := add(Registration, "syndic.bce_working_days_after", m.entry.From); err != nil {
			return nil, err
		}
		if err := add(Poster, "syndic.poster_days", m.entry.From); err != nil {
			return nil, err
		}
		insured := proven(Owed{Mandate: m.id, Duty: Insurance, Deadline: law.Deadline{What: "mandates.deadline_insurance", Whom: "law.whom_syndic", Legal: true, Article: "3.89 §5, 8°", Date: m.entry.From}}, proofs)
		if until := m.entry.PolicyUntil; !until.None() && !insured.Done.None() { // each policy is proven anew when it ends
			insured.Date, insured.Done = until, civil.Date{}
		}
		list = append(list, insured)
	}
	next := slices.ContainsFunc(others, func(x Mandate) bool {
		return x.id != m.id && x.Kind() == m.Kind() && !m.Last().None() && !x.entry.From.Before(m.Last()) && same(x, m)
	})
	last := m.Last()
	if m.Kind() == Syndic && !last.None() && !m.Over(today) && m.end.On.None() && !next {
		list = append(list, Owed{Mandate: m.id, Deadline: law.Deadline{What: "mandates.deadline_renewal", Args: map[string]any{"date": last}, Whom: "law.whom_syndic",
			Article: "3.89 §1", Date: last.AddMonths(-renewalMonths)}})
	}
	if m.Over(today) && !next {
		return list, add(Handover, "syndic.handover_days", last)
	}
	return list, nil
}

func proven(o Owed, proofs []Evidence) Owed {
	for _, v := range proofs { // in the order in which they came: the last one counts
		if v.mandate == o.Mandate && v.Duty == o.Duty {
			o.Done, o.Proof = v.On, v
		}
	}
	return o
}

// Prove appends the evidence that a duty was done: the day, with a paper or words. Of the hand-over and of the insurance there is a paper; nobody has done them
// by a mere click. Faults: duty_evidence, duty_paper, duty_future.
func (r *Room) Prove(a *act.Act, mandate id.Of[id.Mandate], v Evidence, name string, data []byte) (Mandate, error) {
	m, err := toChange(a, mandate)
	if err != nil {
		return Mandate{}, err
	}
	v.Note = strings.TrimSpace(v.Note)
	var faults []error
	switch {
	case m.Kind() != Syndic && m.Kind() != Provisional:
		faults = append(faults, fault.Conflict("contract_syndic"))
	case !slices.Contains(Duties, v.Duty):
		faults = append(faults, fault.Invalid("required", "duty"))
	case len(data) == 0 && (v.Duty == Handover || v.Duty == Insurance):
		faults = append(faults, fault.Unlawful("duty_paper", map[Duty]string{Handover: "3.89 §5, 7°", Insurance: "3.89 §5, 8°"}[v.Duty], "file"))
	case len(data) == 0 && v.Note == "":
		faults = append(faults, fault.Invalid("duty_evidence", "note"))
	}
	if v.On.None() {
		v.On = a.Today
	}
	if v.On.After(a.Today) {
		faults = append(faults, fault.Invalid("duty_future", "on").With("date", a.Today))
	}
	if len([]rune(v.Note)) > 1000 {
		faults = append(faults, fault.Invalid("too_long", "note").With("max", 1000))
	}
	if err := fault.Join(faults...); err != nil {
		return Mandate{}, err
	}
	if len(data) > 0 {
		if v.Paper, err = decisions.Keep(a.Context(), r.Blobs, name, data); err != nil {
			return Mandate{}, err
		}
	}
	v.id, v.mandate, v.at, v.by = id.New[id.Any](), m.id, a.Now, a.Who.Person
	a.Record(DutyDone{Building: m.building, Mandate: m.id, Duty: v.Duty, On: v.On, Digest: v.Paper.Ref.SHA256})
	return m, insertEvidence(a.Tx, v)
}

// EvidenceOf gives the paper that proves a duty.
func (r *Room) EvidenceOf(v *act.View, mandate id.Of[id.Mandate], evidence id.Of[id.Any]) (rest.Download, error) {
	m, err := Get(v.Tx, mandate)
	if err != nil {
		return rest.Download{}, err
	}
	if err := v.Allow(ReadContract, m.building); err != nil {
		return rest.Download{}, err
	}
	list, err := db.All(v.Query(evidenceOf, m.building), (*Evidence).fields)
	i := slices.IndexFunc(list, func(x Evidence) bool { return x.id == evidence && x.mandate == mandate })
	if err != nil || i < 0 {
		return rest.Download{}, fault.Join(err, fault.NotFound("not_found"))
	}
	return list[i].Paper.Open(v.Context(), r.Blobs)
}

// Deadlines are the days that the mandates of a building set, for whoever collects them.
func (r *Room) Deadlines(v *act.View, building id.Of[id.Building]) ([]law.Deadline, error) {
	b, err := r.Board(v, building)
	days := make([]law.Deadline, len(b.Owed))
	for i, o := range b.Owed {
		days[i] = o.Deadline
		days[i].Key, days[i].Path = "mandates/"+o.Mandate.String()+"/"+string(o.Duty), "/buildings/"+building.String()+"/mandates"
	}
	if err == nil && !b.election.Date.None() {
		days = append(days, b.election)
	}
	return days, err
}

// electionDays before the period of the ordinary assembly, the elections that it will have to hold belong on the agenda: a habit of the office, no law.
const electionDays = 60

// Elections is the day by which the election of the council and the designation of the auditor are prepared: their mandates end with the next ordinary assembly
// (art. 3.90 §3, 3.91). Period is that of this assembly.
func Elections(period civil.Period, building id.Of[id.Building]) law.Deadline {
	return law.Deadline{Key: "mandates/elections/" + period.From.String()[:4], Path: boardOf(building), What: "mandates.deadline_elections", Args: map[string]any{"date": period.From},
		Whom: "law.whom_syndic", Article: "3.90 §3, 3.91", Date: period.From.AddDays(-electionDays)}
}
