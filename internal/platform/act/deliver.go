package act

import (
	"context"
	"encoding/json"
	"strings"

	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

// Answer is what a room, or app/reactions.go, does when a fact was recorded: a use case of the house itself, in the fact's office.
// Answerer and fact make its key: delivered twice, it is done once.
type Answer struct {
	Answerer string   // who answers, "<room>.<what>"; never renamed, it is the cursor's name
	Kinds    []string // the facts answered; "property." stands for all of that room
	Do       func(a *Act, e Entry) error
}

// batch bounds how many facts one transaction answers.
const batch = 20

var (
	cursorOf   = db.House(`SELECT seq FROM act_cursor WHERE answerer = $1 AND office_id = $2 {for_update}`)
	makeCursor = db.House(`INSERT INTO act_cursor (answerer, office_id, seq) VALUES ($1, $2, 0) ON CONFLICT (answerer, office_id) DO NOTHING`)
	moveCursor = db.House(`UPDATE act_cursor SET seq = $3 WHERE answerer = $1 AND office_id = $2`)

	behind = db.House(`SELECT h.office_id FROM act_head h
		LEFT JOIN act_cursor c ON c.answerer = $1 AND c.office_id = h.office_id
		WHERE h.seq > COALESCE(c.seq, 0)
		ORDER BY h.office_id`)

	factsAfter = db.House(`SELECT ` + entryColumns + ` FROM act_fact
		WHERE office_id = $1 AND seq > $2
		ORDER BY seq
		LIMIT $3`)
)

// Deliver brings every answerer up to date. Answers and the step of their cursor are one transaction, so a fact is answered exactly
// once in the database; an answer that fails stays where it is and is tried again at the next delivery, without holding up the others.
func Deliver(ctx context.Context, h *House, answers []Answer) error {
	var first error
	for _, answer := range answers {
		var offices []string
		err := h.DB.Look(ctx, func(tx *db.Tx) (err error) {
			offices, err = db.Column[string](tx.Query(behind, answer.Answerer))
			return err
		})
		if err != nil {
			return err
		}
		for _, office := range offices {
			if err := deliverOffice(ctx, h, answer, office); err != nil && first == nil {
				first = err
			}
		}
	}
	return first
}

func deliverOffice(ctx context.Context, h *House, answer Answer, office string) error {
	atOnce := batch
	for {
		more := false
		err := h.DB.House(ctx, func(tx *db.Tx) (err error) {
			more, err = deliverSome(h, tx, answer, office, atOnce)
			return err
		})
		switch {
		case err != nil && atOnce > 1: // one of them fails: singly, it does not take those before it back
			atOnce = 1
		case err != nil || !more:
			return err
		}
	}
}

// deliverSome answers the next facts, so many at most, and steps the cursor past them; more tells whether facts may be left.
func deliverSome(h *House, tx *db.Tx, answer Answer, office string, atMost int) (more bool, err error) {
	if _, err := tx.Exec(makeCursor, answer.Answerer, office); err != nil {
		return false, err
	}
	seq, err := db.Value[int64](tx.Query(cursorOf, answer.Answerer, office))
	if err != nil {
		return false, err
	}
	page, err := db.All(tx.Query(factsAfter, office, seq, batch), (*Entry).fields)
	if err != nil || len(page) == 0 {
		return false, err
	}
	answered := 0
	for _, e := range page {
		if answer.answers(e.Kind) {
			if answered == atMost {
				more = true
				break
			}
			a := Within(h, tx, officeID(office), "fact")
			if err := answer.Do(a, e); err != nil {
				return false, err
			}
			if err := a.Seal(); err != nil {
				return false, err
			}
			answered++
		}
		seq = e.Seq
	}
	_, err = tx.Exec(moveCursor, answer.Answerer, office, seq)
	return more || len(page) == batch, err
}

func (a Answer) answers(kind string) bool {
	for _, k := range a.Kinds {
		if k == kind || strings.HasSuffix(k, ".") && strings.HasPrefix(kind, k) {
			return true
		}
	}
	return false
}

func officeID(text string) id.Of[id.Office] {
	if text == db.NoOffice {
		return id.Of[id.Office]{}
	}
	return id.Must[id.Office](text)
}

// Body is the JSON of a fact, for answerers that only pass it on.
func (e Entry) JSON() json.RawMessage { return json.RawMessage(e.Body) }
