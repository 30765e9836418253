package spec

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// euro writes cents as an accountant does.
func euro(cents int64) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	return fmt.Sprintf("%s%d.%02d", sign, cents/100, cents%100)
}

// table prints a report of the books: one line for each row, its cells apart by a bar.
func (b building) table(report, query string) string {
	b.Helper()
	var lines []string
	for _, p := range b.does("GET", b.path("/ledger/reports/"+report+query), nil).body["parts"].([]any) {
		for _, r := range p.(m)["rows"].([]any) {
			var cells []string
			for _, c := range r.(m)["cells"].([]any) {
				if text, is := c.(string); is {
					cells = append(cells, text)
					continue
				}
				raw, _ := json.Marshal(c)
				var cents int64
				if err := json.Unmarshal(raw, &cents); err != nil {
					b.Fatal(err)
				}
				cells = append(cells, euro(cents))
			}
			lines = append(lines, strings.TrimRight(strings.Join(cells, " | "), " |"))
		}
	}
	return strings.Join(lines, "\n")
}

// shows holds a table.
func (b building) shows(report, query, want string) {
	b.Helper()
	if got := b.table(report, query); got != strings.TrimSpace(want) {
		b.Errorf("%s%s:\n%s\n\nwant:\n%s", report, query, got, want)
	}
}

// partyOf is the party of which somebody is a member.
func (b building) partyOf(who person) string {
	b.Helper()
	for _, o := range b.does("GET", b.path("/owners"), nil).items() {
		for _, p := range o["persons"].([]any) {
			if p.(m)["last_name"] == who["last_name"] {
				return o["id"].(string)
			}
		}
	}
	b.Fatalf("%v holds nothing", who)
	return ""
}

// Royal decree of 12 July 2012; art. 3.89 §5 7° and 15°. A syndic takes a building over in the middle of the year: the last balance sheet is copied, compared and
// activated; what happened since is entered; a mistake is reversed; and every table agrees with every other to the cent.
func TestABuildingIsTakenOverInMidYear(t *testing.T) {
	on(t, "2026-06-15", func(s *story) {
		b := s.building("Les Tilleuls", 1000)
		b.lot("4B", "apartment", 600, anne)
		b.lot("2A", "apartment", 400, tomasz)
		dubois, zielinski := b.partyOf(anne), b.partyOf(tomasz)
		delta := s.does("POST", "/suppliers", m{"name": "Delta Ascenseurs SA"}).text("id")

		// The balance sheet at 31 December 2025, as the syndic who left handed it over: first with a slip.
		opening := b.path("/ledger/opening")
		lines := []m{
			{"account": "551", "amount_cents": 5_120_55}, {"account": "550", "amount_cents": 12_000_00}, {"account": "4101", "party_id": zielinski, "amount_cents": 210_00},
			{"account": "440", "supplier_id": delta, "amount_cents": -330_55}, {"account": "100", "amount_cents": -5_000_00}, {"account": "160", "amount_cents": -12_100_00},
		}
		s.does("PUT", opening, m{"on": "2025-12-31", "voucher": "bilan approuvé le 12 mai 2026", "lines": lines})
		s.ask("POST", opening+"/activation", nil).refused("opening_unbalanced", "")
		lines[5]["amount_cents"] = -12_000_00
		s.does("PUT", opening, m{"on": "2025-12-31", "voucher": "bilan approuvé le 12 mai 2026", "lines": lines})
		s.does("POST", opening+"/activation", nil)
		b.shows("balance-sheet", "?to=2025-12-31", `
41 Créances | 210.00 | 0.00
4101 Copropriétaires – acomptes appelés, fonds de roulement | 210.00 | 0.00
55 Etablissements de crédit | 17120.55 | 0.00
550 Compte d’épargne (fonds de réserve) | 12000.00 | 0.00
551 Compte courant (fonds de roulement) | 5120.55 | 0.00
Total de l’actif | 17330.55 | 0.00
10 Fonds de roulement | 5000.00 | 0.00
100 Fonds de roulement permanent | 5000.00 | 0.00
16 Fonds de réserve | 12000.00 | 0.00
160 Fonds de réserve général | 12000.00 | 0.00
44 Dettes commerciales | 330.55 | 0.00
440 Fournisseurs | 330.55 | 0.00
Total du passif | 17330.55 | 0.00`)

		// What happened since: a call in April, its payments, and the invoices of the lift. The year before is locked.
		enter := b.path("/ledger/entries")
		s.ask("POST", enter, m{"on": "2025-12-31", "voucher": "x", "lines": []m{{"account": "551", "amount_cents": 1}, {"account": "750", "amount_cents": -1}}}).refused("books_locked", "")
		s.does("POST", enter, m{"journal": "calls", "on": "2026-04-01", "voucher": "appel 1/2026", "text": "Provisions", "lines": []m{
			{"account": "4101", "party_id": dubois, "amount_cents": 600_00}, {"account": "4101", "party_id": zielinski, "amount_cents": 400_00}, {"account": "701", "amount_cents": -1_000_00}}})
		s.does("POST", enter, m{"journal": "bank", "on": "2026-04-15", "voucher": "extrait 12", "lines": []m{
			{"account": "551", "amount_cents": 700_00}, {"account": "4101", "party_id": dubois, "amount_cents": -600_00}, {"account": "4101", "party_id": zielinski, "amount_cents": -100_00}}})
		twice := s.does("POST", enter, m{"journal": "bank", "on": "2026-05-04", "voucher": "extrait 14", "lines": []m{{"account": "440", "supplier_id": delta, "amount_cents": 330_55}, {"account": "551", "amount_cents": -330_55}}})
		s.does("POST", enter, m{"journal": "bank", "on": "2026-05-04", "voucher": "extrait 14", "lines": []m{{"account": "440", "supplier_id": delta, "amount_cents": 330_55}, {"account": "551", "amount_cents": -330_55}}})
		invoice := s.does("POST", b.path("/purchase-invoices"), m{"supplier_id": delta, "number": "2026-117", "issued_on": "2026-05-20", "amount_cents": 412_35, "description": "Entretien de l’ascenseur"})
		b.says("its account was expected from its words", invoice.text("account"), "61011")

		// The payment was entered twice: one of them is reversed, both stay.
		s.does("POST", "/ledger-entries/"+twice.text("id")+"/reversal", m{"reason": "inscrit deux fois"})
		b.shows("trial-balance", "?from=2026-01-01&to=2026-06-15", `
100 Fonds de roulement permanent | -5000.00 | 0.00 | 0.00 | -5000.00
160 Fonds de réserve général | -12000.00 | 0.00 | 0.00 | -12000.00
4101 Copropriétaires – acomptes appelés, fonds de roulement | 210.00 | 1000.00 | 700.00 | 510.00
440 Fournisseurs | -330.55 | 661.10 | 742.90 | -412.35
550 Compte d’épargne (fonds de réserve) | 12000.00 | 0.00 | 0.00 | 12000.00
551 Compte courant (fonds de roulement) | 5120.55 | 1030.55 | 661.10 | 5490.00
61011 Contrat d’entretien ascenseurs | 0.00 | 412.35 | 0.00 | 412.35
701 Acomptes fonds de roulement (provisions pour charges) | 0.00 | 0.00 | 1000.00 | -1000.00
Total | 0.00 | 3104.00 | 3104.00 | 0.00`)
		b.shows("owners", "?to=2026-06-15", `
Anne Dubois | 0.00 | 0.00 | 0.00 | 0.00 | 0.00
Tomasz Zieliński | 0.00 | 0.00 | 400.00 | 110.00 | 510.00
Total | 0.00 | 0.00 | 400.00 | 110.00 | 510.00`)
		b.shows("suppliers", "?to=2026-06-15", `
Delta Ascenseurs SA | 412.35 | 0.00 | 0.00 | 0.00 | 412.35
Total | 412.35 | 0.00 | 0.00 | 0.00 | 412.35`)
		b.shows("income-statement", "?from=2026-01-01&to=2026-06-15", `
61 Services et biens divers | 412.35 | 0.00
61011 Contrat d’entretien ascenseurs | 412.35 | 0.00
Total des charges | 412.35 | 0.00
70 Acomptes | 1000.00 | 0.00
701 Acomptes fonds de roulement (provisions pour charges) | 1000.00 | 0.00
Total des produits | 1000.00 | 0.00
Excédent | 587.65 | 0.00`)
		sheet := s.does("GET", "/financial/balance-sheet?building_id="+b.id+"&date=2026-06-15", nil).body
		if fmt.Sprint(sheet["total_assets_cents"]) != fmt.Sprint(sheet["total_liabilities_cents"]) || fmt.Sprint(sheet["result_cents"]) != "58765" {
			b.Errorf("%v", sheet)
		}

		// As it was known when the first of the two payments was entered: nothing was overwritten since.
		b.shows("cash", "?from=2026-01-01&to=2026-06-15&known="+before(twice), `
550 Compte d’épargne (fonds de réserve) | 12000.00 | 0.00 | 0.00 | 12000.00
551 Compte courant (fonds de roulement) | 5120.55 | 700.00 | 330.55 | 5490.00
Total | 17120.55 | 700.00 | 330.55 | 17490.00`)
	})
}

// before is the moment at which something was learned: what came later is not known yet.
func before(a answer) string { return a.text("learned_at") }
