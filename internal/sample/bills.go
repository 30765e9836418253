package sample

import (
	"fmt"

	"koprogo/internal/estate/keys"
	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/finance/purchases"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/pdf"
)

// bill is an invoice of the year; lift tells that only who has a lift shares it.
type bill struct {
	supplier, number, on, what string
	amount                     money.Cents
	lift                       bool
}

// year is what a house of thirty lots is asked to pay in a year; larger houses pay a multiple.
var year = []bill{
	{"Clairval Nettoyage SRL", "N-0117", "01-31", "Nettoyage des communs, janvier", 38720, false},
	{"Delta Ascenseurs SA", "1174", "02-04", "Entretien de l’ascenseur, 1er trimestre", 122840, true},
	{"Assurances du Midi", "POL-88-2", "02-15", "Assurance incendie de l’immeuble", 412507, false},
	{"Clairval Nettoyage SRL", "N-0412", "04-30", "Nettoyage des communs, avril", 38720, false},
	{"Delta Ascenseurs SA", "2288", "05-03", "Entretien de l’ascenseur, 2e trimestre", 125613, true},
	{"Électricité Lumen", "E-55120", "05-20", "Électricité des communs", 91233, false},
	{"Jardins Verhaegen", "211", "06-12", "Taille de la haie et du tilleul", 64001, false},
	{"Électricité Lumen", "E-55120-C", "07-02", "Note de crédit : relevé corrigé", -4419, false},
	{"Delta Ascenseurs SA", "3391", "08-05", "Entretien de l’ascenseur, 3e trimestre", 125613, true},
	{"Toitures Lemaire", "T-19", "09-18", "Réparation d’une gouttière", 103007, false},
	{"Delta Ascenseurs SA", "4471", "10-01", "Remplacement d’un câble de l’ascenseur", 128460, true},
	{"Clairval Nettoyage SRL", "N-1031", "10-31", "Nettoyage des communs, octobre", 38720, false},
}

// aboveGround chooses the lots that have a lift: all above the ground floor.
func aboveGround(l property.Lot) bool {
	floor, known := l.Floor()
	return known && floor >= 1
}

// bills lets somebody enter the invoices of the year up to today, and the key of the lift when there is one.
func (t *teller) bills(building id.Of[id.Building], times money.Cents, hasLift func(property.Lot) bool, by id.Of[id.Person]) error {
	return t.doAs(by, func(a *act.Act) error {
		var lift id.Of[id.Key]
		if hasLift != nil {
			key, err := t.liftKey(a, building, hasLift)
			if err != nil {
				return err
			}
			lift = key.ID()
		}
		for _, b := range year {
			on := civil.Must(fmt.Sprintf("%d-%s", t.year, b.on))
			if on.After(a.Today) {
				on = on.AddYears(-1)
			}
			if b.lift && hasLift == nil {
				continue
			}
			e := purchases.Entry{Number: b.number, IssuedOn: on, Amount: b.amount * times, Description: b.what}
			if b.lift {
				e.Key = lift
			}
			if err := t.enter(a, building, e, b.supplier); err != nil {
				return fmt.Errorf("sample: invoice %s: %w", b.number, err)
			}
		}
		return nil
	})
}

// enter enters an invoice with its voucher; one in October came by telephone and waits for its paper.
func (t *teller) enter(a *act.Act, building id.Of[id.Building], e purchases.Entry, supplier string) error {
	i, err := t.Purchases.Enter(a, building, e, &suppliers.Entry{Name: supplier})
	if err != nil || e.Number == "N-1031" {
		return err
	}
	paper, err := pdf.Render(t.ctx, &pdf.Document{
		Lang: i18n.FR, Title: "Facture " + e.Number, Made: t.House.Now().Time(),
		Association: pdf.Association{Name: supplier, Seat: "Chaussée de Mons 14, 1070 Anderlecht", Enterprise: "BCE 0799.990.672", Plate: "14", Colour: "slate"},
		Blocks: []pdf.Block{pdf.Paragraph{Text: pdf.Literal(e.Description)}, pdf.Facts{Items: []pdf.Fact{
			{Label: "Date", Value: e.IssuedOn.Long(i18n.FR)}, {Label: "Montant", Value: e.Amount.In(i18n.FR)},
		}}},
	})
	if err != nil {
		return err
	}
	_, err = t.Purchases.AddVoucher(a, i.ID(), "facture-"+e.Number+".pdf", paper)
	return err
}

// cellars is a list that came in and waits: a letter in a number, and two names in a cell.
const cellars = "Lot;Nature;Quotités;Copropriétaire\nG1;garage;1O;Immo Canal SRL\nC1;cave;2;Claes Sofie\nC2;cave;2;Vermeulen Jozef / Vermeulen Maria\n"

// offer leaves a list on its way in, so that there is something to mend.
func (t *teller) offer(building id.Of[id.Building]) error {
	return t.do(func(a *act.Act) error {
		_, err := t.Imports.Offer(a, building, "Garages et caves.csv", []byte(cellars))
		return err
	})
}

func (t *teller) liftKey(a *act.Act, building id.Of[id.Building], has func(property.Lot) bool) (keys.Key, error) {
	s, err := t.Property.Register(&a.View, building, a.Today, a.Now)
	if err != nil {
		return keys.Key{}, err
	}
	e := keys.Entry{Name: "Ascenseur", Kind: "lots", Basis: "règlement de copropriété, art. 14"}
	for _, l := range s.Lots {
		if has(l) {
			e.Lots = append(e.Lots, keys.Weighted{Lot: l.ID()})
		}
	}
	return t.Keys.AddKey(a, building, e)
}
