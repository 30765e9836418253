package charges_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"koprogo/internal/estate/keys"
	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/finance/charges"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/finance/purchases"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/kernel/share"
	"koprogo/internal/people/identity"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/blob"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/rest"
)

var all = []act.Role{act.Syndic, act.Accountant, act.Council, act.Auditor, act.Owner}

var policy = act.Policy{charges.ReadCharges: all, charges.ReadAllCharges: all[:4]}

type world struct {
	*testing.T
	house    *act.House
	who      act.Who // who looks
	syndic   act.Who
	room     charges.Room
	bills    *purchases.Room
	register property.Room
	keys     keys.Room
	building id.Of[id.Building]
	lots     map[string]id.Of[id.Lot]
	parties  map[string]id.Of[id.Party] // by the label of a lot
	persons  map[string]id.Of[id.Person]
	clock    time.Time
}

func member(first, last string, right property.Right, part string) property.MemberEntry {
	fraction, _ := share.Parse(part)
	return property.MemberEntry{FirstName: first, LastName: last, Right: right, Part: fraction, Lang: i18n.FR,
		Street: "Rue de la Victoire 27, bte 4B", Postcode: "1060", City: "Saint-Gilles"}
}

// begin builds a small Résidence Les Tilleuls: Immo Canal holds 1C and the garage, the Marchals 2C, Anne Dubois 4B; nobody holds RC yet.
func begin(t *testing.T, d *db.DB) *world {
	w := &world{T: t, clock: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), lots: map[string]id.Of[id.Lot]{},
		parties: map[string]id.Of[id.Party]{}, persons: map[string]id.Of[id.Person]{}}
	w.house = &act.House{DB: d, Policy: policy, Clock: func() time.Time { w.clock = w.clock.Add(time.Second); return w.clock }}
	store, err := blob.Open(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	w.bills = &purchases.Room{Suppliers: &suppliers.Room{}, Ledger: &ledger.Room{}, Blobs: store}
	bureau, err := (&office.Room{House: w.house}).Open(context.Background(), "test", office.Entry{Name: "Bureau Maes & Associés SRL", Kind: office.Professional,
		Street: "Chaussée de Charleroi", Number: "3", Postcode: "1060", City: "Saint-Gilles", Phone: "02 555 01 42", Licence: "508.221"},
		func(a *act.Act) (id.Of[id.Person], error) {
			claire, err := (&identity.Room{House: w.house, BaseURL: "https://koprogo.example"}).Invite(a, "claire.maes@bureau-maes.example", "Claire Maes", i18n.FR)
			return claire.Person, err
		})
	if err != nil {
		t.Fatal(err)
	}
	w.syndic = act.Who{Office: bureau.ID(), House: true, Lang: i18n.FR}
	w.building = do(w, func(a *act.Act) (property.Building, error) {
		return w.register.CreateBuilding(a, property.BuildingEntry{Name: "Résidence Les Tilleuls", Denominator: 1000, Enterprise: "0799.990.177",
			Address: property.Address{Street: "Rue de la Victoire", Number: "27", Postcode: "1060", City: "Saint-Gilles"}})
	}).ID()
	do(w, func(a *act.Act) (property.Account, error) {
		return w.register.SetAccount(a, w.building, "working", "BE68 5390 0754 7034")
	})
	canal := member("", "Immo Canal SRL", property.Full, "1/1")
	canal.Nature = property.Company
	w.addLot("RC", 120)
	w.addLot("1C", 310, canal)
	w.addLot("2C", 290, member("Denise", "Marchal", property.Usufruct, "1/1"), member("Paul", "Marchal", property.Bare, "1/1"))
	w.addLot("4B", 270, member("Anne", "Dubois", property.Full, "1/1"))
	w.addLot("G1", 10)
	do(w, func(a *act.Act) (property.Ownership, error) {
		return w.register.TransferLot(a, w.lots["G1"], w.parties["1C"], nil, civil.Must("2026-01-01"))
	})
	w.who = w.as(act.Syndic)
	return w
}

func (w *world) as(role act.Role) act.Who {
	return act.Who{Office: w.syndic.Office, Person: id.New[id.Person](), Lang: i18n.FR, Grants: []act.Grant{{Role: role, Building: w.building}}}
}

// owner is a sign-in of the first member of the party of a lot.
func (w *world) owner(label string) act.Who {
	who := w.as(act.Owner)
	do(w, func(a *act.Act) (int, error) {
		reg, err := property.LoadRegister(a.Tx, w.building)
		if err != nil {
			return 0, err
		}
		party, _ := reg.Party(w.parties[label], a.Today, a.Now)
		return 0, w.register.Attach(a, party.Members()[0], who.Person)
	})
	return who
}

func (w *world) addLot(label string, shares int64, members ...property.MemberEntry) {
	w.Helper()
	lot := do(w, func(a *act.Act) (property.Lot, error) {
		return w.register.AddLot(a, w.building, property.LotEntry{Label: label, Kind: "apartment", Shares: shares}, members, civil.Must("2026-01-01"))
	}).ID()
	w.lots[label] = lot
	reg := do(w, func(a *act.Act) (property.Register, error) { return property.LoadRegister(a.Tx, w.building) })
	if holder, held := reg.At(civil.Must("2026-06-01"), civil.At(w.clock)).Holder(lot); held {
		w.parties[label] = holder.ID()
	}
}

func do[T any](w *world, fn func(*act.Act) (T, error)) T {
	w.Helper()
	x, err := act.Do(context.Background(), w.house, w.syndic, act.Door{Via: "api"}, fn)
	if err != nil {
		w.Fatal(err)
	}
	return x
}

func see[T any](w *world, fn func(*act.View) (T, error)) (T, error) {
	return act.See(context.Background(), w.house, w.who, fn)
}

func (w *world) enter(number, issued string, cents int64, key id.Of[id.Key]) purchases.Invoice {
	w.Helper()
	return do(w, func(a *act.Act) (purchases.Invoice, error) {
		return w.bills.Enter(a, w.building, purchases.Entry{Number: number, IssuedOn: civil.Must(issued), Amount: money.Cents(cents), Key: key,
			Description: "Entretien, 3e trimestre", ServiceFrom: civil.Must("2026-07-01"), LastDay: civil.Must("2026-09-30")},
			&suppliers.Entry{Name: "Delta Ascenseurs SA", Enterprise: "0403.019.261"})
	})
}

func (w *world) lift() id.Of[id.Key] {
	w.Helper()
	return do(w, func(a *act.Act) (keys.Key, error) {
		return w.keys.AddKey(a, w.building, keys.Entry{Name: "Ascenseur", Kind: keys.Lots, Basis: "Règlement de copropriété, art. 14",
			Lots: []keys.Weighted{{Lot: w.lots["1C"]}, {Lot: w.lots["2C"]}, {Lot: w.lots["4B"]}}})
	}).ID()
}

// parts tells how an invoice is shared.
func (w *world) parts(i purchases.Invoice) string {
	w.Helper()
	s, err := see(w, func(v *act.View) (charges.Shared, error) { return w.room.Apportionment(v, i.ID()) })
	if err != nil {
		w.Fatal(err)
	}
	var list []string
	for _, l := range s.Parts.Lots {
		list = append(list, l.Lot.Label()+" "+l.Amount.Plain(i18n.EN))
	}
	list = append(list, "|")
	for _, p := range s.Parts.Parties {
		list = append(list, p.Party.Name()+" "+p.Amount.Plain(i18n.EN))
	}
	return strings.Join(list, ", ")
}

func (w *world) owed() string {
	w.Helper()
	list, err := see(w, func(v *act.View) ([]charges.PartyTotal, error) { return w.room.Owed(v, w.building) })
	if err != nil {
		w.Fatal(err)
	}
	var text []string
	for _, t := range list {
		text = append(text, fmt.Sprintf("%s %s in %d", t.Name, t.Amount.Plain(i18n.EN), t.Invoices))
	}
	return strings.Join(text, "; ")
}

func TestWhatWasToldNeverChanges_Art3_85(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		lift := w.lift()
		before := w.enter("1", "2026-10-01", 100_00, lift)
		told := "1C 35.63, 2C 33.33, 4B 31.04, |, Immo Canal SRL 35.63, Denise Marchal – Paul Marchal 33.33, Anne Dubois 31.04"
		if got := w.parts(before); got != told {
			t.Fatal(got)
		}
		do(w, func(a *act.Act) (property.Lot, error) {
			return w.register.CorrectLot(a, w.lots["4B"], property.LotEntry{Label: "4B", Kind: "apartment", Shares: 600})
		})
		do(w, func(a *act.Act) (property.Ownership, error) {
			return w.register.TransferLot(a, w.lots["2C"], id.Of[id.Party]{}, []property.MemberEntry{member("Eva", "Dubois", property.Full, "1/1")}, civil.Must("2026-09-01"))
		})
		do(w, func(a *act.Act) (keys.Key, error) {
			return w.keys.ChangeKey(a, lift, keys.Entry{Name: "Ascenseur", Kind: keys.Weights,
				Lots: []keys.Weighted{{Lot: w.lots["1C"], Weight: 1}, {Lot: w.lots["2C"], Weight: 1}, {Lot: w.lots["4B"], Weight: 2}}})
		})
		if got := w.parts(before); got != told {
			t.Errorf("what was told has changed: %s", got)
		}
		after := w.enter("2", "2026-10-01", 100_00, lift)
		if got := w.parts(after); got != "1C 25.00, 2C 25.00, 4B 50.00, |, Immo Canal SRL 25.00, Eva Dubois 25.00, Anne Dubois 50.00" {
			t.Errorf("what is entered now: %s", got)
		}
	})
}

func TestWhatEachPartyBearsInAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.enter("1", "2026-10-01", 1000_00, id.Of[id.Key]{})
		w.enter("2", "2026-10-02", -100_00, id.Of[id.Key]{})
		gone := w.enter("3", "2026-10-03", 555_55, id.Of[id.Key]{})
		do(w, func(a *act.Act) (purchases.Invoice, error) { return w.bills.Cancel(a, gone.ID(), "Fausse facture") })
		if got := w.owed(); got != "Anne Dubois 243.00 in 2; Denise Marchal – Paul Marchal 261.00 in 2; Immo Canal SRL 288.00 in 2;  108.00 in 2" {
			t.Error(got)
		}
		w.who = w.owner("4B")
		if got := w.owed(); got != "Anne Dubois 243.00 in 2" {
			t.Errorf("an owner sees %s", got)
		}
		mine, err := see(w, w.room.MyCharges)
		if err != nil || len(mine) != 1 || len(mine[0].Invoices) != 2 || mine[0].Invoices[0].Amount != -27_00 || mine[0].Invoices[0].Supplier != "Delta Ascenseurs SA" {
			t.Errorf("got %+v, %v", mine, err)
		}
	})
}

func TestWhoMaySeeWhoseCharges(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		i := w.enter("1", "2026-10-01", 1000_00, id.Of[id.Key]{})
		why := func(label string) error {
			_, err := see(w, func(v *act.View) (charges.Why, error) { return w.room.Why(v, i.ID(), w.parties[label]) })
			return err
		}
		other := id.New[id.Building]()
		for _, c := range []struct {
			name       string
			who        act.Who
			own, else_ string
		}{
			{"the auditor sees all", w.as(act.Auditor), "", ""},
			{"Anne sees her own", w.owner("4B"), "", "forbidden"},
			{"an occupant sees none", w.as(act.Occupant), "forbidden", "forbidden"},
			{"the syndic of another building", act.Who{Office: w.syndic.Office, Grants: []act.Grant{{Role: act.Syndic, Building: other}}}, "not_found", "not_found"},
			{"the syndic of another office", act.Who{Office: id.New[id.Office](), Grants: []act.Grant{{Role: act.Syndic}}}, "not_found", "not_found"},
		} {
			w.who = c.who
			for label, want := range map[string]string{"4B": c.own, "2C": c.else_} {
				err := why(label)
				if (want == "") != (err == nil) || want != "" && !errors.Is(err, fault.NotFound(want)) {
					t.Errorf("%s, %s: got %v, want %q", c.name, label, err, want)
				}
			}
		}
		w.who = w.owner("2C")
		if got := w.parts(i); !strings.HasSuffix(got, "|, Denise Marchal – Paul Marchal 290.00") || !strings.HasPrefix(got, "RC 120.00, 1C 310.00") {
			t.Errorf("an owner sees every lot and the own party: %s", got)
		}
	})
}

func TestAnInvoiceOlderThanTheRegister(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		i := w.enter("1", "2025-12-15", 1000_00, id.Of[id.Key]{})
		why, err := see(w, func(v *act.View) (charges.Why, error) { return w.room.Why(v, i.ID(), w.parties["4B"]) })
		if err != nil || why.Basis.On != civil.Must("2026-01-01") || why.Part.Amount != 270_00 {
			t.Fatalf("on %s: %v, %v", why.Basis.On, why.Part.Amount, err)
		}
		if text := why.Steps(i18n.EN)[1].Text; !strings.Contains(text, "The register begins after this invoice: it is shared by the lots and the owners of 1 January 2026.") {
			t.Error(text)
		}
	})
}

func TestTheWholeAnswer(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		i := w.enter("2026-4471", "2026-10-01", 1284_60, w.lift())
		why, err := see(w, func(v *act.View) (charges.Why, error) { return w.room.Why(v, i.ID(), w.parties["4B"]) })
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		fmt.Fprintln(&b, why.Title(i18n.EN))
		fmt.Fprintln(&b, why.Lead(i18n.EN))
		for _, s := range why.Steps(i18n.EN) {
			fmt.Fprintf(&b, "%s: %s %s\n%s\n", s.Title, s.Result, s.Unit, strings.Join(append([]string{s.Text}, s.Formula...), "\n"))
		}
		want := `Why do I pay €398.67?
Because your lot 4B bears 270 of the 870 shares of the key “Ascenseur”.
The invoice: €1,284.60 
Delta Ascenseurs SA · no. 2026-4471 of 1 October 2026
Entretien, 3e trimestre · from 1 July 2026 to 30 September 2026
Who shares it: 870 shares
The key “Ascenseur”: 3 of the 5 lots of the building. 2 lots take no part.
§ Règlement de copropriété, art. 14
Your part: 270 / 870
Lot 4B: 270 shares
1,284.60 × 270 / 870 = 398.6689…
Rounding to the cent: 398.66 + €0.01
Cut to the cent, the 3 parts leave 1 cent. It goes to the largest remainder; you get 1 of them, and the sum is exactly €1,284.60.
You pay: €398.67 

`
		if b.String() != want {
			t.Errorf("got\n%s\nwant\n%s", b.String(), want)
		}
		payload := "BCD\n002\n1\nSCT\n\nACP Résidence Les Tilleuls\nBE68539007547034\nEUR398.67\n\n\n" + why.Communication.Format()
		if why.Payload != payload || len(why.Matrix) == 0 {
			t.Errorf("payload %q", why.Payload)
		}
		var lots []string
		for _, l := range why.Lots {
			lots = append(lots, fmt.Sprintf("%s %d %v %v", l.Lot.Label(), l.Weight, l.Shares, l.Mine))
		}
		if got := strings.Join(lots, "; "); got != "RC 0 false false; 1C 310 true false; 2C 290 true false; 4B 270 true true; G1 0 false false" {
			t.Error(got)
		}
	})
}

// paper renders the answer of one party; with KOPROGO_PAPERS it is kept to be looked at.
func (w *world) paper(i purchases.Invoice, label, language string) []byte {
	w.Helper()
	d, err := see(w, func(v *act.View) (rest.Download, error) { return w.room.Paper(v, i.ID(), w.parties[label], language) })
	if err != nil {
		w.Fatal(err)
	}
	if dir := os.Getenv("KOPROGO_PAPERS"); dir != "" {
		_ = os.WriteFile(filepath.Join(dir, i.Number()+"-"+label+"-"+language+".pdf"), d.Data, 0o600)
	}
	return d.Data
}

func TestTheAnswerOnPaper(t *testing.T) {
	w := begin(t, dbtest.SQLite(t))
	i := w.enter("2026-4471", "2026-10-01", 1284_60, w.lift())
	credit := w.enter("NC-12", "2026-10-05", -128_46, id.Of[id.Key]{})
	for _, l := range i18n.Langs {
		if data := w.paper(i, "4B", string(l)); !bytes.HasPrefix(data, []byte("%PDF-")) {
			t.Errorf("%s: no paper", l)
		}
	}
	for _, l := range i18n.Langs {
		w.paper(i, "2C", string(l))
	}
	w.paper(i, "1C", "")
	w.paper(credit, "1C", "nl")
	do(w, func(a *act.Act) (purchases.Invoice, error) { return w.bills.Cancel(a, credit.ID(), "Fausse") })
	w.paper(credit, "2C", "de")
	_, err := see(w, func(v *act.View) (rest.Download, error) { return w.room.Paper(v, i.ID(), w.parties["4B"], "es") })
	if f := fault.As(err); f == nil || f.Field != "language" {
		t.Errorf("got %v", err)
	}
}

type doorman struct{ w *world }

func (d doorman) Bearer(*http.Request) (act.Who, error) { return d.w.who, nil }

func (w *world) call(method, path, body string) (int, map[string]any) {
	s := rest.New(w.house, doorman{w})
	w.room.Routes(s)
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	answer := httptest.NewRecorder()
	s.Mux.ServeHTTP(answer, r)
	doc := map[string]any{}
	_ = json.Unmarshal(answer.Body.Bytes(), &doc)
	return answer.Code, doc
}

func TestTheDoorOfTheCharges(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		i := w.enter("2026-4471", "2026-10-01", 1284_60, w.lift())
		one := "/api/v1/purchase-invoices/" + i.ID().String() + "/apportionment"
		status, doc := w.call("GET", "/api/v1/buildings/"+w.building.String()+"/charges?limit=2", "")
		if items, _ := doc["items"].([]any); status != 200 || len(items) != 2 || doc["next_cursor"] == nil {
			t.Errorf("%d %v", status, doc)
		}
		status, doc = w.call("GET", one, "")
		if lots, _ := doc["lots"].([]any); status != 200 || len(lots) != 3 || doc["leftover_cents"] != 1.0 {
			t.Errorf("%d %v", status, doc)
		}
		status, doc = w.call("GET", one+"/"+w.parties["2C"].String(), "")
		owner, _ := doc["owner"].(map[string]any)
		if persons, _ := owner["persons"].([]any); status != 200 || owner["joint"] != true || len(persons) != 2 || doc["provisional"] != true {
			t.Errorf("%d %v", status, doc)
		}
		if steps, _ := doc["steps"].([]any); len(steps) != 5 {
			t.Errorf("steps %v", doc["steps"])
		}
		if status, doc = w.call("GET", one+"/"+id.New[id.Party]().String(), ""); status != 404 {
			t.Errorf("%d %v", status, doc)
		}
		if status, _ = w.call("GET", one+"/"+w.parties["2C"].String()+"/pdf?language=nl", ""); status != 200 {
			t.Errorf("paper: %d", status)
		}
		if status, doc = w.call("GET", one+"/"+w.parties["2C"].String()+"/pdf?language=es", ""); status != 422 || doc["field"] != "language" {
			t.Errorf("%d %v", status, doc)
		}
	})
}

func TestTheCalculatorThatAnybodyMayUse(t *testing.T) {
	w := &world{T: t, house: &act.House{}}
	many := strings.TrimSuffix(strings.Repeat("1,", 20_001), ",")
	for _, c := range []struct{ body, want string }{
		{`{"amount_cents": 100, "weights": [1, 1, 1]}`, "[34 33 33]"},
		{`{"amount_cents": -100, "weights": [1, 1, 1]}`, "[-34 -33 -33]"},
		{`{"amount_cents": 0, "weights": [0, 7]}`, "[0 0]"},
		{`{"amount_cents": 128460, "weights": [46, 872]}`, "[6437 122023]"},
		{`{"amount_cents": 1, "weights": [9223372036854775807, 9223372036854775807]}`, "[1 0]"},
		{`{"amount_cents": 100, "weights": []}`, "weights"},
		{`{"amount_cents": 100, "weights": [0, 0]}`, "weights"},
		{`{"amount_cents": 100, "weights": [3, -1]}`, "weights"},
		{`{"amount_cents": 100, "weights": [0.5]}`, "weights[0]"},
		{`{"amount_cents": 100, "weights": ["1"]}`, "weights[0]"},
		{`{"amount_cents": 100, "weights": [` + many + `]}`, "weights"},
		{`{"amount_cents": 100}`, "weights"},
		{`{"weights": [1]}`, "amount_cents"},
		{`{"amount_cents": 1.5, "weights": [1]}`, "amount_cents"},
		{`{"amount_cents": 99999999999999999, "weights": [1]}`, "amount_cents"},
	} {
		status, doc := w.call("POST", "/api/v1/calculators/apportionment", c.body)
		got := fmt.Sprint(doc["parts_cents"])
		if status == 422 {
			got = fmt.Sprint(doc["field"])
		}
		if got != c.want || status != 200 && status != 422 {
			t.Errorf("%.60s: %d %v, want %s", c.body, status, doc, c.want)
		}
	}
}
