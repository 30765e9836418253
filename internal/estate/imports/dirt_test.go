package imports

import (
	"slices"
	"strings"
	"testing"
)

// TestDirtyLists holds what lists of real offices hold: strange separators, names that share a cell, wholes of another deed, totals.
func TestDirtyLists(t *testing.T) {
	codes := func(c Checked) (list []string) {
		for _, r := range c.Rows {
			for _, p := range r.Problems {
				list = append(list, p.Code)
			}
		}
		return list
	}
	for name, x := range map[string]struct {
		list  string
		found int64
		codes string
		left  int
	}{
		"bars":               {"Lot|Quotités|Propriétaire\n1|600|Dubois Anne\n2|400|Maes Cor\n", 1000, "", 0},
		"tabs":               {"Lot\tQuotités\tPropriétaire\n1\t600\tDubois Anne\n2\t400\tMaes Cor\n", 1000, "", 0},
		"quotes":             {"Lot,Quotités,Propriétaire\n1,600,\"Dubois, Anne\"\n2,400,\"Maes \"\"le grand\"\" Cor\"\n", 1000, "", 0},
		"headers on line 7":  {"Résidence Les Tilleuls\n\nListe 2026\n\n\n\nLot;Quotités;Propriétaire\n1;600;Dubois Anne\n\n2;400;Maes Cor\n", 1000, "", 0},
		"columns turned":     {"E-mail;Eigenaar;Aandelen;Kavel\na@b.be;Dubois Anne;600;1\n;Maes Cor;400;2\n", 1000, "", 0},
		"Total":              {"Lot;Quotités;Propriétaire\n1;600;Dubois Anne\n2;400;Maes Cor\nTotal;1000;\n", 1000, "", 1},
		"Totaal":             {"Kavel;Aandelen;Eigenaar\n1;600;Dubois Anne\n2;400;Maes Cor\nTotaal:;1000;\n", 1000, "", 1},
		"Summe":              {"Los;Anteile;Eigentümer\n1;600;Dubois Anne\n2;400;Maes Cor\nSumme;1000;\n", 1000, "", 1},
		"over the whole":     {"Lot;Quotités;Propriétaire\n1;600/1000;Dubois Anne\n2;400 / 1.000;Maes Cor\n", 1000, "", 0},
		"over another whole": {"Lot;Quotités;Propriétaire\n1;6000/10000;Dubois Anne\n2;400/1000;Maes Cor\n", 1000, "shares_other_whole", 0},
		"half a share":       {"Lot;Quotités;Propriétaire\n1;599,5;Dubois Anne\n2;400,00;Maes Cor\n", 400, "shares_not_whole", 0},
		"M. et Mme":          {"Lot;Quotités;Propriétaire\n1;600;M. et Mme Dupont-Lambert\n2;400;Maes Cor\n", 1000, "two_names", 0},
		"and sign":           {"Lot;Quotités;Propriétaire\n1;600;Jan Peeters & An Maes\n2;400;Maes Cor\n", 1000, "two_names", 0},
		"stroke":             {"Lot;Quotités;Propriétaire\n1;600;Dubois Anne / Lambert Paul\n2;400;Maes Cor\n", 1000, "two_names", 0},
		"the same lot twice": {"Lot;Quotités;Propriétaire\n1;600;Dubois Anne\n1;600;Dubois Anne\n2;400;Maes Cor\n", 1000, "label_twice_same", 0},
		"surface unread":     {"Lot;Surface (m²);Quotités;Propriétaire\n1;84,50 m²;600;Dubois Anne\n2;grand;400;Maes Cor\n", 1000, "surface_unreadable", 0},
	} {
		t.Run(name, func(t *testing.T) {
			c, _, _ := told(t, 1000, x.list, nil)
			if got := strings.Join(codes(c), " "); c.Shares.Found != x.found || got != x.codes {
				t.Errorf("%d shares, %q", c.Shares.Found, got)
			}
			totals := slices.DeleteFunc(slices.Clone(c.Left), func(a Aside) bool { return !a.Total })
			if len(totals) != x.left {
				t.Errorf("left aside: %+v", c.Left)
			}
			for _, r := range c.Rows {
				for _, p := range r.Problems {
					if p.Code == "two_names" && len(p.Repairs) != 3 {
						t.Errorf("the choice is %v", p.Repairs)
					}
				}
			}
		})
	}
}
