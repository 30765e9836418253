package mandates

import (
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

// Reseat writes a term past the law of the room, so that a test can see what the database does.
func Reseat(a *act.Act, mandate id.Of[id.Mandate], seat string) error {
	m, err := Get(a.Tx, mandate)
	if err != nil {
		return err
	}
	m.seat = seat
	a.Record(Withdrawn{Building: m.building, Mandate: m.id})
	return saveTerm(a.Tx, m, "test", a.Now)
}
