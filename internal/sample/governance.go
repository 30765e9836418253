package sample

import (
	"errors"

	"koprogo/internal/estate/property"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/governance/mandates"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/share"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/pdf"
)

// assembly is the last ordinary assembly held around a day of the year.
func (t *teller) assembly(a *act.Act, monthDay string) civil.Date {
	on := t.day(monthDay)
	if on.After(a.Today) {
		on = on.AddYears(-1)
	}
	return on
}

// decided enters a decision of an assembly, with what was done of it.
func (t *teller) decided(a *act.Act, building id.Of[id.Building], e decisions.Entry, p decisions.Plan, steps ...decisions.Report) (id.Of[id.Decision], error) {
	d, err := t.Decisions.Enter(a, building, e, p)
	for _, s := range steps {
		if err == nil {
			_, err = t.Decisions.Report(a, d.ID(), s)
		}
	}
	return d.ID(), err
}

// paper is a document of a few words, such as minutes or a proof.
func (t *teller) paper(title, says string) ([]byte, error) {
	return pdf.Render(t.ctx, &pdf.Document{Lang: i18n.FR, Title: title, Made: t.House.Now().Time(),
		Association: pdf.Association{Name: tilleulsEntry.Name, Seat: tilleulsEntry.Address.Line(), Enterprise: "BCE 0799.990.177", Plate: "27", Colour: "blue"},
		Blocks:      []pdf.Block{pdf.Paragraph{Text: pdf.Literal(says)}}})
}

// tilleulsGovernance: the roof is under way, the lamps are done, the letterboxes are late; the syndic's three years end in two months.
func (t *teller) tilleulsGovernance(building id.Of[id.Building]) error {
	return t.do(func(a *act.Act) error {
		on := t.assembly(a, "05-13")
		minutes, err := t.paper("Procès-verbal", "L’assemblée a pris les décisions inscrites au registre.")
		if err != nil {
			return err
		}
		proof, err := t.paper("Réception des travaux", "Les lampes sont posées et essayées.")
		if err != nil {
			return err
		}
		elected, err := t.decided(a, building, decisions.Entry{Assembly: on, Kind: decisions.Ordinary, Point: "4", Title: "Élire le conseil et le commissaire",
			Text: "Sont élus au conseil, chacun par un vote séparé : Sofie Claes, Luc Lambert et Hassan Benali. Ingrid Königslöw est désignée commissaire.", Majority: share.Absolute}, decisions.Plan{})
		if err != nil {
			return err
		}
		_, roof := t.decided(a, building, decisions.Entry{Assembly: on, Point: "7", Title: "Isoler la toiture", Majority: share.TwoThirds,
			Text: "L’assemblée charge le syndic de demander trois offres et de les présenter à l’assemblée suivante."},
			decisions.Plan{What: "Demander trois offres sur le même cahier des charges", Due: on.AddMonths(10), Who: "Claire Maes"},
			decisions.Report{State: decisions.InProgress, On: on.AddDays(30), Note: "Cahier des charges envoyé à trois entreprises."})
		_, lamps := t.decided(a, building, decisions.Entry{Assembly: on, Point: "8", Title: "Remplacer les lampes des paliers", Text: "Les lampes des paliers sont remplacées par des lampes à détecteur.",
			Majority: share.Absolute}, decisions.Plan{What: "Commander et faire poser vingt lampes", Due: on.AddMonths(3), Who: "Électricité Lumen"},
			decisions.Report{State: decisions.Done, On: on.AddMonths(2), Name: "reception.pdf", Data: proof})
		boxes, late := t.decided(a, building, decisions.Entry{Assembly: on, Point: "9", Title: "Renouveler les boîtes aux lettres", Text: "Le syndic remplace les trente boîtes aux lettres.",
			Majority: share.Absolute}, decisions.Plan{What: "Faire remplacer les boîtes", Due: on.AddMonths(1)})
		if err := errors.Join(roof, lamps, late); err != nil {
			return err
		}
		if _, err := t.Decisions.AddMinutes(a, boxes, "pv.pdf", minutes); err != nil {
			return err
		}
		return errors.Join(t.officeMandate(a, building, a.Today.AddMonths(2)), t.council(a, building, elected, on))
	})
}

// officeMandate makes the office the syndic for three years, with its contract.
func (t *teller) officeMandate(a *act.Act, building id.Of[id.Building], last civil.Date) error {
	from := last.AddDays(1).AddYears(-3)
	made, err := t.decided(a, building, decisions.Entry{Assembly: from.AddDays(-20), Point: "6", Title: "Désigner le syndic",
		Text: "L’assemblée désigne le Bureau Maes & Associés pour trois ans.", Majority: share.Absolute}, decisions.Plan{})
	if err != nil {
		return err
	}
	m, err := t.Mandates.Appoint(a, building, mandates.Entry{Kind: mandates.Syndic, Holder: mandates.Holder{Office: true}, Origin: mandates.ByDecision, Decision: made,
		From: from, Until: last, Licence: maesOffice.Licence, Insurer: "Assurances du Midi", Policy: "RC-5082-21", PolicyUntil: a.Today.AddMonths(7)})
	if err != nil {
		return err
	}
	_, err = t.Mandates.SetContract(a, m.ID(), mandates.Contract{Signed: from, Until: last, Services: []mandates.Service{
		{Flat: true, Label: "Gestion courante de trente lots", Price: 612000, Unit: "an"}, {Flat: true, Label: "Une assemblée ordinaire", Price: 45000, Unit: "an"},
		{Label: "Assemblée supplémentaire", Price: 38000, Unit: "assemblée"}, {Label: "Rappel recommandé", Price: 2500, Unit: "lettre"}, {Label: "Dossier de sinistre", Price: 12500, Unit: "dossier"},
	}})
	if err != nil {
		return err
	}
	for _, v := range []mandates.Evidence{{Duty: mandates.Registration, On: from.AddDays(-3), Note: "Guichet d’entreprises, accusé 2291-B."}, {Duty: mandates.Poster, On: from.AddDays(2), Note: "Affichée aux valves de l’entrée."}} {
		if _, err := t.Mandates.Prove(a, m.ID(), v, "", nil); err != nil {
			return err
		}
	}
	insured, err := t.paper("Attestation d’assurance", "Le Bureau Maes & Associés est assuré pour sa responsabilité professionnelle.")
	if err != nil {
		return err
	}
	_, err = t.Mandates.Prove(a, m.ID(), mandates.Evidence{Duty: mandates.Insurance, On: from.AddDays(1)}, "attestation.pdf", insured)
	return err
}

// council seats three owners and the auditor, all elected by one decision.
func (t *teller) council(a *act.Act, building id.Of[id.Building], elected id.Of[id.Decision], on civil.Date) error {
	for _, x := range []struct {
		kind     mandates.Kind
		who      person
		position string
	}{{mandates.Council, sofie, "présidence"}, {mandates.Council, yannick, ""}, {mandates.Council, hassan, "suivi des travaux"}, {mandates.Auditor, ingrid, ""}, {mandates.Chair, sofie, ""}} {
		h, err := t.owner(a, building, x.who)
		if err != nil {
			return err
		}
		if _, err := t.Mandates.Appoint(a, building, mandates.Entry{Kind: x.kind, Holder: h, Origin: mandates.ByDecision, Decision: elected, From: on, Position: x.position}); err != nil {
			return err
		}
	}
	return nil
}

// owner is someone of the cast as the register knows them.
func (t *teller) owner(a *act.Act, building id.Of[id.Building], who person) (h mandates.Holder, err error) {
	s, err := t.Property.Register(&a.View, building, a.Today, a.Now)
	for _, p := range s.Parties {
		for _, m := range p.Members() {
			if m.Name() == who.name() {
				h.Member = m.ID()
			}
		}
	}
	return h, err
}

// parcGovernance: an office in the middle of its mandate, and no council where the law wants one.
func (t *teller) parcGovernance(building id.Of[id.Building]) error {
	return t.do(func(a *act.Act) error { return t.officeMandate(a, building, a.Today.AddMonths(19)) })
}

// brouwersMandates: Willem, an owner, is syndic for a year; an outsider looks at the accounts.
func (t *teller) brouwersMandates(building id.Of[id.Building]) error {
	return t.do(func(a *act.Act) error {
		on := t.assembly(a, "03-08")
		made, err := t.decided(a, building, decisions.Entry{Assembly: on, Kind: decisions.Ordinary, Point: "3", Title: "Syndicus en commissaris aanstellen",
			Text: "Willem De Smet wordt voor twee jaar syndicus, kosteloos. Fiducia Gent kijkt de rekeningen na.", Majority: share.Absolute}, decisions.Plan{})
		if err != nil {
			return err
		}
		h, err := t.owner(a, building, willem)
		if err != nil {
			return err
		}
		if _, err := t.Mandates.Appoint(a, building, mandates.Entry{Kind: mandates.Syndic, Holder: h, Origin: mandates.ByDecision, Decision: made, From: on, Until: on.AddYears(2).AddDays(-1),
			Profession: "leraar", Domicile: property.Address{Street: "Brouwersstraat", Number: "9", Postcode: "9000", City: "Gent"}.Line()}); err != nil {
			return err
		}
		_, err = t.Mandates.Appoint(a, building, mandates.Entry{Kind: mandates.Auditor, Holder: mandates.Holder{Name: "Fiducia Gent"}, Origin: mandates.ByDecision, Decision: made, From: on})
		return err
	})
}
