package sample

import (
	"fmt"

	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/finance/purchases"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
)

// scale says how large the books of a building are, measured by those of thirty lots.
type scale struct {
	times   money.Cents
	voucher string // the balance sheet that is carried over
}

// books tell the year under way: provisions are called each quarter, most owners pay within two weeks, and suppliers are paid a month after their invoice.
func (t *teller) books(building id.Of[id.Building], s scale) error {
	for n, quarter := range []string{"01-05", "04-05", "07-05", "10-05"} {
		if t.day(quarter).After(t.House.Now().BrusselsDate()) {
			break
		}
		if err := t.called(building, s, n+1, t.day(quarter)); err != nil {
			return err
		}
	}
	return t.paid(building)
}

// opening begins the books with the last balance sheet, which locks the year before.
func (t *teller) opening(building id.Of[id.Building], s scale) error {
	return t.do(func(a *act.Act) error {
		eve := t.day("01-01").AddDays(-1)
		parties, err := t.parties(a, building, eve)
		if err != nil {
			return err
		}
		seller, err := t.Purchases.Suppliers.FindOrAdd(a, suppliers.Entry{Name: "Delta Ascenseurs SA"})
		if err != nil {
			return err
		}
		o := ledger.Opening{On: eve, Voucher: s.voucher, Lines: []ledger.Line{
			{Account: "100", Amount: -18_000_00 * s.times}, {Account: "160", Amount: -54_000_00 * s.times}, {Account: "550", Amount: 54_000_00 * s.times},
			{Account: "440", Supplier: seller.ID(), Amount: -1_228_40 * s.times}, {Account: "4101", Party: parties[0].ID(), Amount: 1_946_80}, {Account: "4101", Party: parties[1].ID(), Amount: 318_60},
			{Account: "4100", Party: parties[0].ID(), Amount: 640_00},
		}}
		o.Lines = append(o.Lines, ledger.Line{Account: "551", Amount: -o.Difference()}) // what is left is on the current account
		if _, err := t.Ledger.DraftOpening(a, building, o); err != nil {
			return err
		}
		_, err = t.Ledger.ActivateOpening(a, building)
		return err
	})
}

// parties are those who hold a lot on a day, in the order of the deed.
func (t *teller) parties(a *act.Act, building id.Of[id.Building], on civil.Date) ([]property.Party, error) {
	s, err := t.Property.Register(&a.View, building, on, a.Now)
	return s.Parties, err
}

// called calls the provisions of a quarter and, in April, the yearly contribution to the reserve fund, by the shares of each party's lots; then come the payments.
func (t *teller) called(building id.Of[id.Building], s scale, quarter int, on civil.Date) error {
	return t.do(func(a *act.Act) error {
		voucher := fmt.Sprintf("appel %d/%d", quarter, on.Year())
		owed, err := t.call(a, building, ledger.Called, "701", 4_200_00*s.times, on, voucher, "Provisions du trimestre")
		if err != nil {
			return err
		}
		reserve := map[id.Of[id.Party]]money.Cents{}
		if quarter == 2 {
			if reserve, err = t.call(a, building, ledger.ReserveCalled, ledger.Reserve, 3_000_00*s.times, on, voucher+" bis", "Contribution au fonds de réserve"); err != nil {
				return err
			}
		}
		paid := on.AddDays(14)
		if paid.After(a.Today) {
			return nil
		}
		if err := t.receive(a, building, ledger.Called, ledger.CurrentBank, owed, paid, fmt.Sprintf("extrait %d", quarter*7)); err != nil {
			return err
		}
		return t.receive(a, building, ledger.ReserveCalled, ledger.ReserveBank, reserve, paid, fmt.Sprintf("extrait réserve %d", quarter))
	})
}

// call asks an amount of all parties by the shares of their lots, to the cent.
func (t *teller) call(a *act.Act, building id.Of[id.Building], account, against string, amount money.Cents, on civil.Date, voucher, text string) (map[id.Of[id.Party]]money.Cents, error) {
	s, err := t.Property.Register(&a.View, building, on, a.Now)
	if err != nil {
		return nil, err
	}
	weights := make([]int64, len(s.Lots))
	for i, l := range s.Lots {
		weights[i] = l.Shares()
	}
	parts, err := money.Split(amount, weights)
	if err != nil {
		return nil, err
	}
	owed := map[id.Of[id.Party]]money.Cents{}
	for i, l := range s.Lots {
		if p, held := s.Holder(l.ID()); held {
			owed[p.ID()] += parts[i]
		}
	}
	p := ledger.Posting{Journal: ledger.Calls, On: on, Voucher: voucher, Text: text}
	var sum money.Cents
	for _, party := range s.Parties {
		if owed[party.ID()] != 0 {
			p.Lines = append(p.Lines, ledger.Line{Account: account, Party: party.ID(), Amount: owed[party.ID()]})
			sum += owed[party.ID()]
		}
	}
	p.Lines = append(p.Lines, ledger.Line{Account: against, Amount: -sum})
	_, err = t.Ledger.Enter(a, building, p)
	return owed, err
}

// receive books what came in: the third party pays later, the fifth in part.
func (t *teller) receive(a *act.Act, building id.Of[id.Building], account, bank string, owed map[id.Of[id.Party]]money.Cents, on civil.Date, voucher string) error {
	parties, err := t.parties(a, building, on)
	if err != nil {
		return err
	}
	p := ledger.Posting{Journal: ledger.Bank, On: on, Voucher: voucher, Text: "Paiements des copropriétaires"}
	var sum money.Cents
	for i, party := range parties {
		amount := owed[party.ID()]
		if i == 4 {
			amount /= 2
		}
		if i == 2 || amount <= 0 {
			continue
		}
		p.Lines = append(p.Lines, ledger.Line{Account: account, Party: party.ID(), Amount: -amount})
		sum += amount
	}
	if sum == 0 {
		return nil
	}
	p.Lines = append(p.Lines, ledger.Line{Account: bank, Amount: sum})
	_, err = t.Ledger.Enter(a, building, p)
	return err
}

// paid pays the approved invoices a month after their day.
func (t *teller) paid(building id.Of[id.Building]) error {
	return t.do(func(a *act.Act) error {
		list, err := purchases.OfBuilding(a.Tx, building)
		if err != nil {
			return err
		}
		for n, i := range list {
			on := i.IssuedOn().AddDays(30)
			if i.State() != purchases.Approved || on.After(a.Today) || i.Amount() < 0 || on.Before(t.day("01-01")) {
				continue
			}
			p := ledger.Posting{Journal: ledger.Bank, On: on, Voucher: fmt.Sprintf("extrait %d", 30+n), Text: "Paiement de la facture " + i.Number(), Lines: []ledger.Line{
				{Account: ledger.Suppliers, Supplier: i.Supplier(), Amount: i.Amount()}, {Account: ledger.CurrentBank, Amount: -i.Amount()}}}
			if _, err := t.Ledger.Enter(a, building, p); err != nil {
				return err
			}
		}
		return nil
	})
}

// approves lets somebody approve what was submitted more than a month ago; alone, with the reason for doing so.
func (t *teller) approves(building id.Of[id.Building], who id.Of[id.Person], exception string) error {
	return t.doAs(who, func(a *act.Act) error {
		list, err := purchases.OfBuilding(a.Tx, building)
		if err != nil {
			return err
		}
		for _, i := range list {
			if i.IssuedOn().AddDays(40).After(a.Today) {
				continue
			}
			if _, err := t.Purchases.Approve(a, i.ID(), exception); err != nil {
				return err
			}
		}
		return nil
	})
}
