package spec

import (
	"context"
	"testing"

	"koprogo/internal/estate/addressees"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

// votes asks the rooms of the assembly's law whether a party votes on a day, and how its first member is written to.
func (b building) votes(name, day string) (votes bool, way string) {
	b.Helper()
	party, _ := b.party(name)
	office := id.Must[id.Office](b.does("GET", "/me", nil).text("office_id"))
	err := b.app.DB.Read(context.Background(), office, func(tx *db.Tx) error {
		book, err := addressees.Load(tx, id.Must[id.Building](b.id))
		if err != nil {
			return err
		}
		on := civil.Must(day)
		for _, p := range book.Register.At(on, b.app.House.Now()).Parties {
			if p.ID().String() == party {
				votes = addressees.Vote(p, book.Mandataries, on).Votes
				way = addressees.Channel(p.Members()[0].ID(), book.Consents, on).Kind()
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return votes, way
}

// Art. 3.87 §1 al. 2: usufruct and bare ownership have no vote until one mandatary is named in writing.
func TestADividedRightVotesThroughOneMandatary(t *testing.T) {
	on(t, "2026-03-02", func(s *story) {
		b := s.building("Les Tilleuls", 1000)
		b.lot("2C", "apartment", 600, denise.with("right", "usufruct"), paul.with("right", "bare"))
		b.lot("4B", "apartment", 400, anne)
		const marchal = "Denise Marchal – Paul Marchal"
		votes := func(day string, want bool) {
			b.Helper()
			if got, _ := b.votes(marchal, day); got != want {
				b.Errorf("on %s the vote of 2C counts: %t, want %t", day, got, want)
			}
		}
		votes("2026-03-02", false)
		if own, _ := b.votes("Anne Dubois", "2026-03-02"); !own {
			b.Error("who holds a lot alone votes")
		}

		party, members := b.party(marchal)
		named := b.does("POST", b.path("/parties/"+party+"/mandataries"), m{"member_id": members[1], "notified_on": "2026-03-01", "from": "2026-03-01", "reference": "lettre du 1er mars"})
		votes("2026-02-28", false)
		votes("2026-03-01", true)

		s.today("2026-09-01")
		b.does("DELETE", "/mandataries/"+named.text("id")+"?on=2026-09-01", nil)
		votes("2026-08-31", true)
		votes("2026-09-01", false)
	})
}

// Art. 3.87 §3: a registered letter, unless the owner agreed in writing, individually and explicitly, to something else; what was agreed can be
// taken back.
func TestAnOwnerIsWrittenToByRegisteredLetterUntilHeAgrees(t *testing.T) {
	on(t, "2026-03-02", func(s *story) {
		b := s.building("Les Tilleuls", 1000)
		b.lot("4B", "apartment", 1000, anne.with("email", "anne.dubois@tilleuls.example"))
		way := func(day, want string) {
			b.Helper()
			if _, got := b.votes("Anne Dubois", day); got != want {
				b.Errorf("on %s Anne is written to by %s, want %s", day, got, want)
			}
		}
		way("2026-03-02", "registered_letter") // an address alone is no consent

		_, members := b.party("Anne Dubois")
		consents := b.path("/members/" + members[0] + "/consents")
		b.ask("POST", consents, m{"email": "anne.dubois@tilleuls.example", "how": "letter", "given_on": "2026-03-09", "reference": "sa lettre"}).refused("day_ahead", "")
		agreed := b.does("POST", consents, m{"email": "anne.dubois@tilleuls.example", "how": "letter", "given_on": "2026-03-01", "reference": "sa lettre"})
		way("2026-02-28", "registered_letter")
		way("2026-03-01", "email")

		s.today("2026-05-04")
		b.does("POST", "/consents/"+agreed.text("id")+"/revocation", m{})
		way("2026-05-03", "email")
		way("2026-05-04", "registered_letter")
	})
}
