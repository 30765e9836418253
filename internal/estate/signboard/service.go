package signboard

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Room keeps the boards.
type Room struct {
	House   *act.House
	BaseURL string   // public address of the house, for what is printed and found
	Others  []string // public pages of other rooms, which search engines may find as well
}

// Board is what the page of a building says, or would say: until somebody sets it, what the office has told about itself.
func (r *Room) Board(v *act.View, building id.Of[id.Building]) (Board, property.Building, error) {
	b, err := property.FindBuilding(v.Tx, building)
	if err != nil {
		return Board{}, b, err
	}
	if err := v.Allow(ReadBoard, building); err != nil {
		return Board{}, b, err
	}
	kept, found, err := db.First(v.Query(boardOf, building), (*row).fields)
	if err != nil || found {
		return kept.board(), b, err
	}
	o, err := office.Find(v.Tx, v.Who.Office)
	if err != nil {
		return Board{}, b, err
	}
	first := Board{building: building, entry: Entry{Slug: Slug(b.Name() + " " + b.Address().City), Langs: []i18n.Lang{b.Lang()}}}
	if e := o.Entry(); e.Kind == office.Professional { // of a natural person nothing is proposed
		first.entry.Name, first.entry.Phone, first.entry.Email = e.Name, e.Phone, e.Email
	}
	return first, b, nil
}

// Set says what the page of a building says, and whether it is shown.
func (r *Room) Set(a *act.Act, building id.Of[id.Building], e Entry) (Board, error) {
	if err := a.Hold(building); err != nil {
		return Board{}, err
	}
	b, err := property.FindBuilding(a.Tx, building)
	if err != nil {
		return Board{}, err
	}
	if err := a.Allow(ChangeBoard, building); err != nil {
		return Board{}, err
	}
	o, err := office.Find(a.Tx, a.Who.Office)
	if err != nil {
		return Board{}, err
	}
	board, err := NewBoard(b, o.Entry().Kind, e, a.Now)
	if err != nil {
		return Board{}, err
	}
	if e.Agreed {
		board.agreed, board.agreedBy = a.Now, a.Who.Person
	}
	a.Record(BoardChanged{Building: building, Shown: e.Shown, Agreed: e.Agreed})
	return board, save(a.Tx, a.Who.Office, board)
}

// Outside is the page as a passer-by sees it.
type Outside struct {
	Board
	Building property.Building
	Office   office.Entry // what a company publishes; of a natural person only what is on the board
}

// Company tells whether the syndic is an office whose seat and numbers are public anyway.
func (o Outside) Company() bool { return o.Office.Kind == office.Professional }

// look finds the page of an address, for nobody in particular. A page that is switched off is not there; an older address leads to today's.
func (r *Room) look(tx *db.Tx, at string) (address, string, error) {
	gone := fault.NotFound("not_found")
	found, err := db.One(tx.Query(slugs, at), (*address).fields, gone)
	if err != nil {
		return found, "", err
	}
	if !found.shown {
		return found, "", gone
	}
	if found.current {
		return found, "", nil
	}
	now, err := db.One(tx.Query(slugOf, found.building), (*address).fields, gone)
	return now, now.slug, err
}

// read is what the page of an address says. It is a look into the office by the house, which shows nothing but this.
func (r *Room) read(v *act.View, building id.Of[id.Building]) (Outside, error) {
	kept, err := db.One(v.Query(boardOf, building), (*row).fields, fault.NotFound("not_found"))
	if err != nil {
		return Outside{}, err
	}
	out := Outside{Board: kept.board()}
	if !out.entry.Shown {
		return Outside{}, fault.NotFound("not_found")
	}
	if out.Building, err = property.FindBuilding(v.Tx, building); err != nil {
		return Outside{}, err
	}
	o, err := office.Find(v.Tx, v.Who.Office)
	if e := o.Entry(); e.Kind == office.Professional {
		e.Enterprise = o.Enterprise().Format()
		out.Office = e
	} else {
		out.Office = office.Entry{Kind: e.Kind}
	}
	return out, err
}
