package mandates

import (
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/law"
)

// rule finds a parameter; ok is false for a time of which our table says nothing.
func rule(key string, on civil.Date, region belgium.Region) (p law.Parameter, ok bool, err error) {
	p, err = law.Find(key, on, region)
	if f := fault.As(err); f != nil && f.Code == "law_value_unknown" {
		return p, false, nil
	}
	return p, err == nil, err
}

// MayLast judges how long a syndic is appointed: so many years at most, counted from the first day, so that the last day is the eve of the same day; and
// never without a last day (art. 3.89 §1). Faults, at until: mandate_no_end, mandate_too_long.
func MayLast(k Kind, from, until civil.Date, region belgium.Region) error {
	if k != Syndic {
		return nil
	}
	p, known, err := rule("syndic.max_years", from, region)
	if err != nil || !known {
		return err
	}
	last := from.AddYears(p.Int()).AddDays(-1)
	switch {
	case until.None():
		return fault.Unlawful("mandate_no_end", p.Article, "until").With("n", p.Int()).With("date", last)
	case until.After(last):
		return fault.Unlawful("mandate_too_long", p.Article, "until").With("n", p.Int()).With("date", last)
	}
	return nil
}

// MaySit judges who may hold what: a council member holds a real right with a vote (art. 3.90 §3), the chair of an assembly is a co-owner (art. 3.87 §5).
// Votes is whether the vote of the holder's party counts on the first day: that of a divided right is suspended until a mandatary is named (art. 3.87 §1).
// Faults, at holder: mandate_owner, mandate_owner_chair, mandate_vote.
func MaySit(k Kind, owns, votes bool) error {
	switch {
	case owns && k == Council && !votes:
		return fault.Unlawful("mandate_vote", "3.90 §3", "holder")
	case owns:
		return nil
	case k == Council:
		return fault.Unlawful("mandate_owner", "3.90 §3", "holder")
	case k == Chair:
		return fault.Unlawful("mandate_owner_chair", "3.87 §5", "holder")
	}
	return nil
}

// MayMake judges what made a mandate: a judge names a syndic or does what a missing council should; the deed names the first syndic alone. Everybody else
// is made by the assembly. Fault, at origin: mandate_origin.
func MayMake(k Kind, o Origin) error {
	if o == ByCourt && k != Syndic && k != Provisional && k != Council {
		return fault.Unlawful("mandate_origin", "3.89 §1", "origin")
	}
	if o == ByDeed && k != Syndic {
		return fault.Unlawful("mandate_origin", "3.89 §1", "origin")
	}
	return nil
}

// Apart judges that nobody watches over himself: on no day is the syndic, provisional or not, a member of the council or auditor of the same building
// (art. 3.89 §9). Same tells which holders are one person. Fault, at holder: mandate_incompatible.
func Apart(m Mandate, others []Mandate, same func(a, b Mandate) bool) error {
	for _, x := range others {
		if m.Kind().class() == "meeting" || x.Kind().class() == "meeting" || x.id == m.id || x.Kind().class() == m.Kind().class() || !overlap(m, x) || !same(m, x) {
			continue
		}
		return fault.Unlawful("mandate_incompatible", "3.89 §9", "holder").With("kind", x.Kind())
	}
	return nil
}

// Alone judges that a building has one syndic at a time; a provisional one may stand beside (art. 3.89 §7). Fault, at from: mandate_overlap.
func Alone(m Mandate, others []Mandate) error {
	for _, x := range others {
		if m.Kind() == Syndic && x.Kind() == Syndic && x.id != m.id && overlap(m, x) {
			return fault.Conflict("mandate_overlap").At("from").With("date", x.Last())
		}
	}
	return nil
}

func overlap(a, b Mandate) bool {
	return (a.Last().None() || !a.Last().Before(b.entry.From)) && (b.Last().None() || !b.Last().Before(a.entry.From))
}

// MayEnd judges how a mandate is ended: the assembly revokes a syndic at any time, by a decision, but not one whom a judge appointed (art. 3.89 §1, §7).
// Faults: mandate_revocation, mandate_judge, mandate_end_before, mandate_end_after.
func MayEnd(m Mandate, e End) error {
	var faults []error
	switch {
	case e.Reason == "revocation" && m.entry.Origin == ByCourt:
		faults = append(faults, fault.Unlawful("mandate_judge", "3.89 §7", "reason"))
	case e.Reason == "revocation" && e.Decision.None():
		faults = append(faults, fault.Unlawful("mandate_revocation", "3.89 §7", "decision_id"))
	case e.Reason == "":
		faults = append(faults, fault.Invalid("required", "reason"))
	}
	switch {
	case e.On.None():
		faults = append(faults, fault.Invalid("required", "on"))
	case e.On.Before(m.entry.From):
		faults = append(faults, fault.Invalid("mandate_end_before", "on").With("date", m.entry.From))
	case !m.entry.Until.None() && e.On.After(m.entry.Until):
		faults = append(faults, fault.Unlawful("mandate_end_after", "3.89 §1", "on").With("date", m.entry.Until))
	}
	return fault.Join(faults...)
}

// MayOutlive judges the last day of a syndic's contract: nothing binds beyond the mandate unless the assembly decided so expressly (art. 3.89 §1).
// Fault, at until: contract_outlives.
func MayOutlive(mandate, contract civil.Date, decided bool) error {
	if mandate.None() || decided || !contract.After(mandate) {
		return nil
	}
	return fault.Unlawful("contract_outlives", "3.89 §1", "until").With("date", mandate)
}

// RegistrationDue is the day by which a syndic asks to be registered in the Crossroads Bank: the working day before the mission starts; or, when appointed
// fewer than so many working days before, that number of working days after the appointment (art. 3.89 §3, royal decree of 15 March 2017).
func RegistrationDue(appointed, from civil.Date, days int) civil.Date {
	var week civil.Week
	if week.Between(appointed, from) < days {
		return week.Add(appointed, days)
	}
	return week.Add(from, -1)
}

// NextOrdinary is the assembly at which a mandate of the council ends: the first ordinary one after it was given and has begun (art. 3.90 §3). Days are those of
// ordinary assemblies, the earliest first; none when none was held since, or for another mandate.
func NextOrdinary(m Mandate, days []civil.Date) civil.Date {
	if m.Kind() != Council {
		return civil.Date{}
	}
	return firstAfter(m, days)
}

func firstAfter(m Mandate, days []civil.Date) civil.Date {
	for _, day := range days {
		if day.After(m.entry.From) && day.After(m.entry.Appointed) {
			return day
		}
	}
	return civil.Date{}
}

// Gap is something that the law wants and that is missing or doubtful, with its remedy in words.
type Gap struct {
	Key     string // the sentence is mandates.gap_<key>
	Article string
	Warns   bool // allowed, but worth a second look
}

// Standing is what is known of who is who on a day.
type Standing struct {
	Today      civil.Date
	Held       []Mandate    // those held today
	CouncilDue bool         // the building has the number of main lots from which a council is compulsory
	Audit      int          // for how many years an auditor is designated
	Ordinary   []civil.Date // the days of ordinary assemblies
	Unseated   bool         // a council sat until the last ordinary assembly, and nobody was elected since
	Same       func(a, b Mandate) bool
	Contract   func(Mandate) bool
}

// Gaps tells what is missing (art. 3.89 §1 and §5 8°, 3.90 §1, 3.91). A council member who audits is allowed: the law keeps only the syndic away.
func Gaps(s Standing) (list []Gap) {
	var council, audit []Mandate
	syndic := false
	for _, m := range s.Held {
		switch m.Kind() {
		case Syndic, Provisional:
			syndic = true
			if !s.Contract(m) {
				list = append(list, Gap{Key: "contract", Article: "3.89 §1"})
			}
			if m.entry.PolicyUntil.None() || m.entry.PolicyUntil.Before(s.Today) {
				list = append(list, Gap{Key: "insurance", Article: "3.89 §5, 8°"})
			}
		case Council:
			council = append(council, m)
		case Auditor:
			audit = append(audit, m)
		}
	}
	if !syndic {
		list = append([]Gap{{Key: "syndic", Article: "3.89 §1"}}, list...)
	}
	switch {
	case s.CouncilDue && len(council) == 0:
		list = append(list, Gap{Key: "council", Article: "3.90 §1"})
	case s.Unseated && len(council) == 0:
		list = append(list, Gap{Key: "council_over", Article: "3.90 §3", Warns: true})
	}
	if len(audit) == 0 {
		list = append(list, Gap{Key: "auditor", Article: "3.91"})
	}
	for _, a := range audit {
		if s.Audit > 0 && a.entry.From.AddYears(s.Audit).Before(s.Today) || !firstAfter(a, s.Ordinary).None() {
			list = append(list, Gap{Key: "auditor_old", Article: "3.91"})
		}
		for _, c := range council {
			if s.Same(a, c) {
				list = append(list, Gap{Key: "watches", Article: "3.90, 3.91", Warns: true})
			}
		}
	}
	return list
}
