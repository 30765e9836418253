package charges

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"koprogo/internal/estate/keys"
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/money"
	"koprogo/internal/kernel/share"

	"pgregory.net/rapid"
)

var (
	on  = civil.Must("2026-10-01")
	now = civil.At(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
)

func who(name string, right property.Right, part share.Fraction) property.MemberEntry {
	return property.MemberEntry{LastName: name, Right: right, Part: part, Lang: i18n.FR}
}

func alone(name string) []property.MemberEntry {
	return []property.MemberEntry{who(name, property.Full, share.One)}
}

func building(t rapid.TB) property.Building {
	b, err := property.NewBuilding("Résidence Les Tilleuls", property.Address{Street: "Rue de la Victoire", Number: "27", Postcode: "1060", City: "Saint-Gilles"},
		1_000_000_000, "", i18n.FR, now)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func line(label string, shares int64, members ...property.MemberEntry) property.ListLine {
	return property.ListLine{Lot: property.LotEntry{Label: label, Kind: "apartment", Shares: shares}, Members: members}
}

func drawn(t rapid.TB, list ...property.ListLine) property.Snapshot {
	s, err := property.Drawn(building(t), list, on, now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// byShares are the lines of the key that every building has.
func byShares(s property.Snapshot) []keys.Line {
	var list []keys.Line
	for _, l := range s.Lots {
		list = append(list, keys.Line{Lot: l, Weight: l.Shares()})
	}
	return list
}

// told prints an apportionment as an accountant would read it.
func told(a Apportionment) string {
	var b strings.Builder
	for _, p := range a.Parties {
		name := p.Party.Name()
		if p.Vacant() {
			name = "(nobody)"
		}
		fmt.Fprintf(&b, "%s %s", name, p.Amount.Plain(i18n.EN))
		if p.Joint {
			b.WriteString(" jointly")
		}
		for _, l := range p.Lots {
			fmt.Fprintf(&b, ", %s %d of %d: %s", l.Lot.Label(), l.Weight, a.Weights, l.Floor.Plain(i18n.EN))
			if l.Cent {
				b.WriteString(" + a cent")
			}
		}
		if len(p.Members) > 1 {
			for _, m := range p.Members {
				fmt.Fprintf(&b, "; %s %s", m.Member.Name(), m.Amount.Plain(i18n.EN))
			}
		}
		b.WriteString("\n")
	}
	return strings.TrimSpace(b.String())
}

func TestWhoBearsAnInvoice_Art3_85_3_86(t *testing.T) {
	half := share.Must(1, 2)
	marchal := []property.MemberEntry{who("Denise Marchal", property.Usufruct, share.One), who("Paul Marchal", property.Bare, share.One)}
	widow := []property.MemberEntry{who("Denise Marchal", property.Full, half), who("Denise Marchal", property.Usufruct, half), who("Paul Marchal", property.Bare, half)}
	couple := []property.MemberEntry{who("Luc Lambert", property.Full, half), who("Eva Dubois", property.Full, half)}
	for _, c := range []struct {
		name   string
		amount money.Cents
		lots   []property.ListLine
		want   string
	}{
		{"Immo Canal holds a flat and a garage: one account", 100_00,
			[]property.ListLine{line("1C", 310, alone("Immo Canal SRL")...), line("4B", 46, alone("Anne Dubois")...), line("G1", 10, alone("Immo Canal SRL")...)},
			"Immo Canal SRL 87.43, 1C 310 of 366: 84.69 + a cent, G1 10 of 366: 2.73\n" +
				"Anne Dubois 12.57, 4B 46 of 366: 12.56 + a cent"},
		{"equal remainders: the first of the deed gets the cent", 1_00,
			[]property.ListLine{line("A", 1, alone("Anne Dubois")...), line("B", 1, alone("Luc Lambert")...), line("C", 1, alone("Eva Dubois")...)},
			"Anne Dubois 0.34, A 1 of 3: 0.33 + a cent\nLuc Lambert 0.33, B 1 of 3: 0.33\nEva Dubois 0.33, C 1 of 3: 0.33"},
		{"a credit note is the mirror image", -1_00,
			[]property.ListLine{line("A", 1, alone("Anne Dubois")...), line("B", 1, alone("Luc Lambert")...), line("C", 1, alone("Eva Dubois")...)},
			"Anne Dubois −0.34, A 1 of 3: −0.33 + a cent\nLuc Lambert −0.33, B 1 of 3: −0.33\nEva Dubois −0.33, C 1 of 3: −0.33"},
		{"usufruct: who has the use bears it, both are liable (art. 3.86 §3)", 50_01,
			[]property.ListLine{line("2C", 290, marchal...)},
			"Denise Marchal – Paul Marchal 50.01 jointly, 2C 290 of 290: 50.01; Denise Marchal 50.01; Paul Marchal 0.00"},
		{"a widow with one half in full ownership and one half in usufruct bears all", 50_01,
			[]property.ListLine{line("2C", 290, widow...)},
			"Denise Marchal – Denise Marchal – Paul Marchal 50.01 jointly, 2C 290 of 290: 50.01; Denise Marchal 25.01; Denise Marchal 25.00; Paul Marchal 0.00"},
		{"undivided: each by the fraction, the odd cent to the first", 50_01,
			[]property.ListLine{line("2A", 290, couple...)},
			"Luc Lambert – Eva Dubois 50.01, 2A 290 of 290: 50.01; Luc Lambert 25.01; Eva Dubois 25.00"},
		{"a lot that nobody holds keeps its part", 90_00,
			[]property.ListLine{line("A", 1), line("B", 2, alone("Anne Dubois")...)},
			"Anne Dubois 60.00, B 2 of 3: 60.00\n(nobody) 30.00, A 1 of 3: 30.00"},
		{"a lot that weighs nothing bears nothing", 90_00,
			[]property.ListLine{line("A", 0, alone("Luc Lambert")...), line("B", 2, alone("Anne Dubois")...)},
			"Luc Lambert 0.00, A 0 of 2: 0.00\nAnne Dubois 90.00, B 2 of 2: 90.00"},
		{"fewer cents than lots", 2,
			[]property.ListLine{line("A", 1, alone("Anne Dubois")...), line("B", 1, alone("Luc Lambert")...), line("C", 2, alone("Eva Dubois")...)},
			"Anne Dubois 0.01, A 1 of 4: 0.00 + a cent\nLuc Lambert 0.00, B 1 of 4: 0.00\nEva Dubois 0.01, C 2 of 4: 0.01"},
	} {
		s := drawn(t, c.lots...)
		a, err := Apportion(c.amount, byShares(s), s)
		if err != nil || told(a) != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s\n%v", c.name, told(a), c.want, err)
		}
	}
}

func TestPartsSumAtEveryLevel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []property.ListLine
		for i := range rapid.IntRange(1, 12).Draw(t, "lots") {
			var members []property.MemberEntry
			switch holder := rapid.IntRange(0, 4).Draw(t, "holder"); holder {
			case 0: // nobody
			case 1:
				num := rapid.Int64Range(1, 999).Draw(t, "num")
				members = []property.MemberEntry{who("Denise", property.Full, share.Must(num, 1000)), who("Denise", property.Usufruct, share.Must(1000-num, 1000)),
					who("Paul", property.Bare, share.Must(1000-num, 1000))}
			case 2:
				n := rapid.Int64Range(2, 7).Draw(t, "heirs")
				for j := range n {
					members = append(members, who(fmt.Sprint("Heir ", j), property.Full, share.Must(1, n)))
				}
			default:
				members = alone(fmt.Sprint("Owner ", holder))
			}
			list = append(list, line(fmt.Sprint("L", i), rapid.Int64Range(0, 1_000_000_000).Draw(t, "weight"), members...))
		}
		list = append(list, line("last", 1))
		amount := money.Cents(rapid.Int64Range(-int64(money.Limit), int64(money.Limit)).Draw(t, "amount"))
		s := drawn(t, list...)
		a, err := Apportion(amount, byShares(s), s)
		if err != nil {
			t.Fatal(err)
		}
		var lots, parties money.Cents
		for _, l := range a.Lots {
			lots += l.Amount
			if diff := l.Amount - l.Floor; diff < -1 || diff > 1 || (diff != 0) != l.Cent {
				t.Fatalf("%s: floor %d, amount %d, cent %v", l.Lot.Label(), l.Floor, l.Amount, l.Cent)
			}
		}
		for _, p := range a.Parties {
			parties += p.Amount
			var own, members money.Cents
			for _, l := range p.Lots {
				own += l.Amount
			}
			for _, m := range p.Members {
				members += m.Amount
			}
			if own != p.Amount || !p.Vacant() && members != p.Amount {
				t.Fatalf("%s: lots %d, members %d, party %d", p.Party.Name(), own, members, p.Amount)
			}
		}
		if lots != amount || parties != amount {
			t.Fatalf("lots %d, parties %d, invoice %d", lots, parties, amount)
		}
	})
}

func TestTheFormulaIsExact(t *testing.T) {
	for _, c := range []struct {
		amount          money.Cents
		weight, weights int64
		want            string
	}{
		{128460, 46, 918, "1 284,60 × 46 / 918 = 64,3699…"},
		{-128460, 46, 918, "−1 284,60 × 46 / 918 = −64,3699…"},
		{100_00, 1, 4, "100,00 × 1 / 4 = 25,00"},
		{1_01, 1, 4, "1,01 × 1 / 4 = 0,2525"},
		{1, 1, 100_000, "0,01 × 1 / 100 000 = 0,0000…"},
		{-1, 1, 100_000, "−0,01 × 1 / 100 000 = −0,0000…"},
		{-1_00, 0, 3, "−1,00 × 0 / 3 = 0,00"},
		{money.Limit, 999_999_999, 1_000_000_000, "100 000 000 000,00 × 999 999 999 / 1 000 000 000 = 99 999 999 900,00"},
	} {
		if got := strings.ReplaceAll(Formula(i18n.FR, c.amount, c.weight, c.weights), "\u00a0", " "); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}
