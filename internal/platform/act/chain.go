package act

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

// Fact is an event of a room. It names people by id only, never by name, address or free text: what must be erasable lies in a
// table beside it. Its JSON form is what is sealed.
type Fact interface{ About() About }

// About says what a fact is and what it is about.
type About struct {
	Kind     string             // "<room>.<what_happened>"
	Building id.Of[id.Building] // none when it concerns the whole office
	Subject  id.Of[id.Any]      // the noun that it happened to
}

// Subject turns the identifier of any noun into that of a subject.
func Subject[T any](i id.Of[T]) id.Of[id.Any] { return id.As[id.Any](i) }

// Record holds a fact until the end of the act.
func (a *Act) Record(f Fact) { a.facts = append(a.facts, f) }

// Entry is a fact as it stands in the chain.
type Entry struct {
	Office   id.Of[id.Office]
	Seq      int64
	ID       id.Of[id.Fact]
	At       civil.Instant
	Person   id.Of[id.Person]
	Via      string
	Kind     string
	Building id.Of[id.Building]
	Subject  id.Of[id.Any]
	Body     string
	Hash     string
}

const entryColumns = `office_id, seq, id, at, person_id, via, kind, building_id, subject_id, body, hash`

func (e *Entry) fields() []any {
	return []any{&e.Office, &e.Seq, &e.ID, &e.At, &e.Person, &e.Via, &e.Kind, &e.Building, &e.Subject, &e.Body, &e.Hash}
}

// Read gives the fact back to the room that knows its shape.
func (e *Entry) Read(into any) error { return json.Unmarshal([]byte(e.Body), into) }

// seal is the link of the chain: everything of the entry and the hash before it.
func (e *Entry) seal(before string) string {
	office := e.Office.String()
	sum := sha256.Sum256([]byte(strings.Join([]string{
		before, office, fmt.Sprint(e.Seq), e.ID.String(), e.At.String(), e.Person.String(), e.Via, e.Kind,
		e.Building.String(), e.Subject.String(), e.Body,
	}, "\n")))
	return hex.EncodeToString(sum[:])
}

type head struct {
	seq  int64
	hash string
}

func (h *head) fields() []any { return []any{&h.seq, &h.hash} }

var (
	makeHead = db.Q(`INSERT INTO act_head (office_id, seq, hash) VALUES ($1, 0, '') ON CONFLICT (office_id) DO NOTHING`)
	lockHead = db.Q(`SELECT seq, hash FROM act_head WHERE office_id = $1 {for_update}`)
	moveHead = db.Q(`UPDATE act_head SET seq = $2, hash = $3 WHERE office_id = $1`)
	addFact  = db.Q(`INSERT INTO act_fact (` + entryColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`)

	subjectFacts = db.Q(`SELECT ` + entryColumns + ` FROM act_fact
		WHERE office_id = $1 AND subject_id = $2
		ORDER BY seq`)

	allHeads   = db.House(`SELECT office_id, seq, hash FROM act_head ORDER BY office_id`)
	headOf     = db.Q(`SELECT seq, hash FROM act_head WHERE office_id = $1`)
	chainFacts = db.Q(`SELECT ` + entryColumns + ` FROM act_fact
		WHERE office_id = $1 AND seq > $2
		ORDER BY seq
		LIMIT 1000`)
)

// seal writes the held facts under the head row, which is locked only now, for the last three statements of the act.
func (a *Act) seal() error {
	if len(a.facts) == 0 {
		return nil
	}
	if _, err := a.Exec(makeHead); err != nil {
		return err
	}
	h, _, err := db.First(a.Query(lockHead), (*head).fields)
	if err != nil {
		return err
	}
	for _, f := range a.facts {
		body, err := json.Marshal(f)
		if err != nil {
			return err
		}
		about := f.About()
		e := Entry{
			Office: a.Who.Office, Seq: h.seq + 1, ID: id.New[id.Fact](), At: a.Now, Person: a.Who.Person, Via: a.door.Via,
			Kind: about.Kind, Building: about.Building, Subject: about.Subject, Body: string(body),
		}
		e.Hash = e.seal(h.hash)
		if _, err := a.Exec(addFact, e.Seq, e.ID, e.At, e.Person, e.Via, e.Kind, e.Building, e.Subject, e.Body, e.Hash); err != nil {
			return err
		}
		h = head{e.Seq, e.Hash}
	}
	a.facts = nil
	_, err = a.Exec(moveHead, h.seq, h.hash)
	return err
}

// History is what happened to one noun, oldest first.
func (v *View) History(subject id.Of[id.Any]) ([]Entry, error) {
	return db.All(v.Query(subjectFacts, subject), (*Entry).fields)
}

// Broken is a place where a chain does not hold.
type Broken struct {
	Office string
	Seq    int64
	Why    string
}

type officeHead struct {
	office string
	head
}

func (h *officeHead) fields() []any { return []any{&h.office, &h.seq, &h.hash} }

// Verify recomputes every chain from its first fact and compares it with the heads. It returns where they differ, and how many facts it read.
func Verify(ctx context.Context, d *db.DB) (broken []Broken, facts int64, err error) {
	err = d.Look(ctx, func(tx *db.Tx) error {
		heads, err := db.All(tx.Query(allHeads), (*officeHead).fields)
		if err != nil {
			return err
		}
		for _, h := range heads {
			list, n, err := follow(tx.As(officeID(h.office)), h)
			if err != nil {
				return err
			}
			broken, facts = append(broken, list...), facts+n
		}
		return nil
	})
	return broken, facts, err
}

// Chain is what was found when the chain of an office was recomputed.
type Chain struct {
	Facts  int64
	Hash   string // of the last fact: whoever noted it earlier can compare
	Broken []Broken
}

// VerifyChain recomputes the chain of the view's office from its first fact.
func (v *View) VerifyChain() (c Chain, err error) {
	h, _, err := db.First(v.Query(headOf), (*head).fields)
	if err != nil {
		return c, err
	}
	c.Hash = h.hash
	c.Broken, c.Facts, err = follow(v.Tx, officeHead{v.Who.Office.String(), h})
	return c, err
}

// follow recomputes the chain of the transaction's office and compares it with its head.
func follow(tx *db.Tx, h officeHead) (broken []Broken, facts int64, err error) {
	seq, hash := int64(0), ""
	for {
		page, err := db.All(tx.Query(chainFacts, seq), (*Entry).fields)
		if err != nil {
			return nil, 0, err
		}
		for _, e := range page {
			facts++
			if e.Seq != seq+1 {
				broken = append(broken, Broken{h.office, seq + 1, "missing"})
			}
			if want := e.seal(hash); want != e.Hash {
				broken = append(broken, Broken{h.office, e.Seq, "altered"})
			}
			seq, hash = e.Seq, e.Hash
		}
		if len(page) < 1000 {
			break
		}
	}
	if seq != h.seq || hash != h.hash {
		broken = append(broken, Broken{h.office, seq, "head differs from the last fact"})
	}
	return broken, facts, nil
}
