package search

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/finance/purchases"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/jobs"
)

// Follow keeps the index up to date: it answers the facts of the rooms whose nouns are found here. A supplier and an invoice are written at once;
// the register of a building is read again by a job, because a whole list may have come in.
func (r *Room) Follow() act.Answer {
	return act.Answer{Answerer: "search.follow", Kinds: []string{"property.", "suppliers.", "purchases."}, Do: func(a *act.Act, e act.Entry) error {
		room, _, _ := strings.Cut(e.Kind, ".")
		switch {
		case room == "property" && !e.Building.None():
			return jobs.Put(a.Tx, a.Who.Office, IndexJob, IndexJob+"/"+a.Who.Office.String()+"/"+strconv.FormatInt(e.Seq, 10), indexArgs{e.Building, e.Seq}, a.Now)
		case room == "suppliers":
			s, err := suppliers.Find(a.Tx, id.As[id.Supplier](e.Subject))
			if err != nil {
				return unlessGone(err)
			}
			return write(a.Tx, ofSupplier(s))
		case room == "purchases":
			i, err := purchases.Find(a.Tx, id.As[id.Invoice](e.Subject))
			if err != nil {
				return unlessGone(err)
			}
			s, err := suppliers.Find(a.Tx, i.Supplier())
			if err != nil {
				return unlessGone(err)
			}
			return write(a.Tx, ofInvoice(i, s))
		}
		return nil
	}}
}

// FollowDecisions keeps the register of decisions findable. It is an answer of its own: of an office that has decided things before this could be looked for, it
// begins with the first fact.
func (r *Room) FollowDecisions() act.Answer {
	return act.Answer{Answerer: "search.follow_decisions", Kinds: []string{"decisions."}, Do: func(a *act.Act, e act.Entry) error {
		decision := id.As[id.Decision](e.Subject)
		d, err := decisions.Get(a.Tx, decision)
		if f := fault.As(err); f != nil && f.Kind == fault.KindNotFound { // taken back
			return remove(a.Tx, Decision, id.As[id.Any](decision))
		}
		if err != nil {
			return err
		}
		return write(a.Tx, ofDecision(d))
	}}
}

func ofDecision(d decisions.Decision) Entry {
	e := d.Entry()
	return newEntry(Decision, d.ID(), d.Building(), e.Title, e.Assembly.Short(), e.Text, d.Plan().What, e.Assembly.String())
}

// unlessGone: what a fact speaks of may have been taken away since; then there is nothing to find.
func unlessGone(err error) error {
	if f := fault.As(err); f != nil && f.Kind == fault.KindNotFound {
		return nil
	}
	return err
}

func ofSupplier(s suppliers.Supplier) Entry {
	return newEntry(Supplier, s.ID(), id.Of[id.Building]{}, s.Name(), s.Enterprise().Format(), s.Enterprise().String(), s.VAT().String(), s.IBAN().String(), s.Email())
}

func ofInvoice(i purchases.Invoice, s suppliers.Supplier) Entry {
	cents := int64(i.Amount())
	if cents < 0 {
		cents = -cents
	}
	return newEntry(Invoice, i.ID(), i.Building(), s.Name()+" "+i.Number(), i.Description(),
		i.Number(), fmt.Sprintf("%d,%02d", cents/100, cents%100), i.IssuedOn().String(), i.Description())
}

// IndexJob reads the register of a building again.
const IndexJob = "search.index"

type indexArgs struct {
	Building id.Of[id.Building] `json:"building"`
	Seq      int64              `json:"seq"`
}

// chunk bounds the entries that are written in one transaction: others want to write too.
const chunk = 200

// Index carries out IndexJob. Of many facts in a row, the first job reads for all; the rest find nothing left to do.
func (r *Room) Index(ctx context.Context, j jobs.Job) error {
	var args indexArgs
	if err := j.Read(&args); err != nil {
		return fmt.Errorf("%w: %w", jobs.ErrGiveUp, err)
	}
	done := false
	var wanted, kept []Entry
	var upTo int64
	err := r.House.DB.Look(ctx, func(house *db.Tx) error {
		tx := house.As(j.Office)
		seq, err := db.Value[int64](tx.Query(doneUpTo, args.Building))
		if done = seq >= args.Seq; done || err != nil {
			return err
		}
		if upTo, err = act.LastFact(tx); err != nil {
			return err
		}
		if kept, err = db.All(tx.Query(entriesOf, args.Building), (*Entry).fields); err != nil {
			return err
		}
		wanted, err = register(tx, args.Building, r.House.Now())
		return unlessGone(err)
	})
	if err != nil || done {
		return err
	}
	stale, fresh := difference(kept, wanted)
	for len(stale)+len(fresh) > 0 {
		var out, in []Entry
		out, stale = cut(stale)
		in, fresh = cut(fresh)
		err := r.House.DB.House(ctx, func(house *db.Tx) error {
			tx := house.As(j.Office)
			if err := tx.Hold(args.Building); err != nil {
				return err
			}
			for _, e := range out {
				if err := remove(tx, e.kind, e.id); err != nil {
					return err
				}
			}
			for _, e := range in {
				if err := write(tx, e); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return r.House.DB.House(ctx, func(house *db.Tx) error {
		_, err := house.As(j.Office).Exec(setDone, args.Building, upTo)
		return err
	})
}

func cut(list []Entry) (head, rest []Entry) {
	n := min(len(list), chunk)
	return list[:n], list[n:]
}

// difference says which entries are to be forgotten and which to be written, so that what did not change costs nothing.
func difference(kept, wanted []Entry) (stale, fresh []Entry) {
	type key struct {
		kind Kind
		id   id.Of[id.Any]
	}
	was := map[key]Entry{}
	for _, e := range kept {
		was[key{e.kind, e.id}] = e
	}
	for _, e := range wanted {
		if was[key{e.kind, e.id}] != e {
			fresh = append(fresh, e)
		}
		delete(was, key{e.kind, e.id})
	}
	for _, e := range was {
		stale = append(stale, e)
	}
	return stale, fresh
}

// register makes the entries of a building: itself, its lots, who holds them and how these are reached, as all of it is today.
func register(tx *db.Tx, building id.Of[id.Building], now civil.Instant) ([]Entry, error) {
	whole, err := property.LoadRegister(tx, building)
	if err != nil {
		return nil, err
	}
	b, today := whole.Building, whole.At(whole.Day(now.BrusselsDate(), now), now)
	address := b.Address()
	list := []Entry{newEntry(Building, b.ID(), b.ID(), b.Name(), address.Line(), address.Line(), b.Enterprise().String())}
	for _, l := range today.Lots {
		detail := ""
		if p, held := today.Holder(l.ID()); held {
			detail = p.Name()
		}
		list = append(list, newEntry(Lot, l.ID(), b.ID(), l.Label(), detail))
	}
	label := map[id.Of[id.Lot]]string{}
	for _, l := range today.Lots {
		label[l.ID()] = l.Label()
	}
	labels := map[id.Of[id.Party]][]string{}
	for _, o := range today.Ownerships {
		labels[o.Party()] = append(labels[o.Party()], label[o.Lot()])
	}
	for _, p := range today.Parties {
		lots := strings.Join(labels[p.ID()], ", ")
		list = append(list, newEntry(Owner, p.ID(), b.ID(), p.Name(), lots, p.Communication().String()))
		var reach []string
		for _, m := range p.Members() {
			e := m.Entry()
			reach = append(reach, e.Email, e.Phone, e.Street, e.Postcode, e.City, e.Enterprise)
		}
		if text := strings.TrimSpace(strings.Join(reach, " ")); text != "" {
			list = append(list, newEntry(Contact, p.ID(), b.ID(), p.Name(), lots, text))
		}
	}
	return list, nil
}
