package sample

import (
	"koprogo/internal/governance/council"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

// councilRoom is what Sofie says to the syndic, and what the council keeps among its members.
func (t *teller) councilRoom(building id.Of[id.Building], speaker id.Of[id.Person]) error {
	return t.doAs(speaker, func(a *act.Act) error {
		list, err := decisions.Of(a.Tx, building)
		if err != nil {
			return err
		}
		for _, d := range list {
			if d.Title() != "Isoler la toiture" {
				continue
			}
			if _, err := t.Council.Comment(a, d.ID(), "Deux offres sur trois sont arrivées. Quand vient la troisième ?"); err != nil {
				return err
			}
		}
		for _, s := range []council.Said{
			{Kind: "task", Title: "Comparer les offres pour la toiture", State: "doing", Priority: "high", Assignee: speaker, Due: a.Today.AddDays(12)},
			{Kind: "task", Title: "Relire le contrat du syndic avant son renouvellement", State: "todo"},
			{Kind: "task", Title: "Demander le relevé des compteurs de la chaufferie", State: "done", Priority: "low"},
			{Kind: "note", Title: "Renouvellement du syndic", Text: "Proposer un mandat de deux ans plutôt que trois, et demander deux autres offres."},
			{Kind: "minutes", Title: "Réunion chez Sofie", Text: "Présents : Sofie, Luc, Hassan.\nLes boîtes aux lettres passent avant la peinture du hall."},
		} {
			if _, err := t.Council.Write(a, building, s); err != nil {
				return err
			}
		}
		r, err := t.Council.Begin(a, building, "yearly", civil.Date{}, civil.Date{})
		if err == nil {
			_, err = t.Council.Tell(a, r.ID(), council.Telling{Opening: "Le conseil s’est réuni trois fois depuis l’assemblée.", Decisions: council.Remark{Text: "Les boîtes aux lettres se font attendre."}})
		}
		return err
	})
}
