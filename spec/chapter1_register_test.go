package spec

import (
	"fmt"
	"testing"
)

// Art. 3.86: a lot passes on a day, and whoever held it before that day still held it then.
func TestTheSaleOfALotIsTrueFromItsDayOn(t *testing.T) {
	on(t, "2026-03-02", func(s *story) {
		b := s.building("Les Tilleuls", 1000)
		flat := b.lot("4B", "apartment", 600, anne)
		b.lot("G1", "garage", 400, tomasz)

		b.does("POST", "/lots/"+flat+"/transfers", m{"on": "2026-02-15", "members": []person{fatima}})

		b.reads(b.register("2026-02-14"), "4B 600 Anne Dubois", "G1 400 Tomasz Zieliński")
		b.reads(b.register("2026-02-15"), "4B 600 Fatima El Amrani", "G1 400 Tomasz Zieliński")

		// The notary's deed was of the first of February: the correction is a new fact, and what was known before it can still be read.
		s.today("2026-03-10")
		party, _ := b.party("Fatima El Amrani")
		transfer := b.does("GET", b.path("/transfers"), nil).items()[0]["id"].(string)
		b.does("PUT", "/transfers/"+transfer, m{"date": "2026-02-01", "party_id": party})
		b.reads(b.register("2026-02-10"), "4B 600 Fatima El Amrani", "G1 400 Tomasz Zieliński")
		b.reads(b.known("2026-02-10", "2026-03-05"), "4B 600 Anne Dubois", "G1 400 Tomasz Zieliński")
	})
}

// Art. 3.85 §1: the shares sum to the whole, whatever is divided, merged or sold.
func TestALotIsDividedAndItsPartsAreMergedAgain(t *testing.T) {
	on(t, "2026-03-02", func(s *story) {
		b := s.building("Les Tilleuls", 1000)
		flat := b.lot("5A", "apartment", 700, anne)
		b.lot("G1", "garage", 300, tomasz)

		divide := func(a, c int) answer {
			return b.ask("POST", "/lots/"+flat+"/divisions", m{"date": "2026-03-01", "decision": "Assemblée du 12 février 2026, point 9", "lots": []m{
				{"label": "5A1", "kind": "apartment", "shares": a}, {"label": "5A2", "kind": "studio", "shares": c}}})
		}
		divide(400, 301).refused("division_sum", "3.85 §1")
		if divided := divide(420, 280); divided.status != 201 {
			b.Fatal(divided.body)
		}
		b.reads(b.register("2026-02-28"), "5A 700 Anne Dubois", "G1 300 Tomasz Zieliński")
		b.reads(b.register("2026-03-01"), "5A1 420 Anne Dubois", "5A2 280 Anne Dubois", "G1 300 Tomasz Zieliński")

		s.today("2026-06-01")
		var parts []string
		for _, l := range b.does("GET", b.path("/lots?on=2026-06-01"), nil).items() {
			if l["label"] != "G1" {
				parts = append(parts, l["id"].(string))
			}
		}
		b.does("POST", b.path("/mergers"), m{"date": "2026-06-01", "label": "5A", "kind": "apartment", "lots": parts})
		b.reads(b.register("2026-06-01"), "5A 700 Anne Dubois", "G1 300 Tomasz Zieliński")
		b.reads(b.register("2026-05-31"), "5A1 420 Anne Dubois", "5A2 280 Anne Dubois", "G1 300 Tomasz Zieliński")

		lineages := b.does("GET", b.path("/lineages"), nil).items()
		if len(lineages) != 2 {
			b.Fatalf("two changes of lots are told: %v", lineages)
		}
	})
}

// Art. 3.90: a council is compulsory from twenty lots, cellars, garages and parking spaces not counted. Art. 3.89 §5 15°: below twenty the
// accounts may be simplified.
func TestTwentyLotsAskForACouncil(t *testing.T) {
	on(t, "2026-03-02", func(s *story) {
		b := s.building("Résidence du Parc", 1000)
		threshold := func(rule string) m {
			b.Helper()
			for _, x := range b.does("GET", b.path("/thresholds"), nil).items() {
				if x["rule"] == rule {
					return x
				}
			}
			b.Fatalf("no threshold %s", rule)
			return nil
		}
		for i := range 19 {
			b.lot(fmt.Sprintf("A%02d", i+1), "apartment", 40, jozef)
			b.lot(fmt.Sprintf("C%02d", i+1), "cellar", 5, jozef)
		}
		if c := threshold("council"); c["reached"] != false || c["lots"] != float64(19) || c["min"] != float64(20) {
			b.Errorf("nineteen flats and nineteen cellars: %v", c)
		}
		b.lot("P1", "parking", 5, jozef)
		if c := threshold("council"); c["reached"] != false {
			b.Errorf("a parking space more: %v", c)
		}
		b.lot("A20", "studio", 40, jozef)
		if c := threshold("council"); c["reached"] != true || c["article"] != "3.90" {
			b.Errorf("twenty flats: %v", c)
		}
	})
}
