package search

import (
	"strings"

	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

const entryColumns = `e.kind, e.id, e.building_id, e.title, e.detail, e.words`

func (e *Entry) fields() []any {
	return []any{&e.kind, &e.id, &e.building, &e.title, &e.detail, &e.words}
}

const byWord = `SELECT ` + entryColumns + ` FROM search_word w
	JOIN search_entry e ON e.office_id = w.office_id AND e.kind = w.kind AND e.id = w.id
	WHERE w.office_id = $1 AND w.word >= $2 AND w.word < $3 `

var (
	beginning       = db.Q(byWord + `ORDER BY w.word, w.kind, w.id LIMIT 400`)
	beginningWithin = db.Q(byWord + `AND (w.building_id = $4 OR w.building_id IS NULL) ORDER BY w.word, w.kind, w.id LIMIT 400`)

	// The variants of a word are at most 25; the last is said again for those that it has fewer of.
	nearWords = db.Q(`SELECT DISTINCT word FROM search_near WHERE office_id = $1 AND variant IN
		($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)
		LIMIT 200`)

	entriesOf  = db.Q(`SELECT ` + entryColumns + ` FROM search_entry e WHERE e.office_id = $1 AND e.building_id = $2 AND e.kind IN ('building', 'lot', 'owner', 'contact')`)
	entryByID  = db.Q(`SELECT ` + entryColumns + ` FROM search_entry e WHERE e.office_id = $1 AND e.kind = $2 AND e.id = $3`)
	placeOf    = db.Q(`SELECT title FROM search_entry WHERE office_id = $1 AND kind = 'building' AND id = $2`)
	dropEntry  = db.Q(`DELETE FROM search_entry WHERE office_id = $1 AND kind = $2 AND id = $3`)
	addEntry   = db.Q(`INSERT INTO search_entry (office_id, kind, id, building_id, title, detail, words) VALUES ($1, $2, $3, $4, $5, $6, $7)`)
	dropWords  = db.Q(`DELETE FROM search_word WHERE office_id = $1 AND kind = $2 AND id = $3`)
	addWord    = db.Q(`INSERT INTO search_word (office_id, word, kind, id, building_id) VALUES ($1, $2, $3, $4, $5)`)
	addNear    = db.Q(`INSERT INTO search_near (office_id, variant, word) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`)
	knowsWord  = db.Q(`SELECT COUNT(*) FROM search_near WHERE office_id = $1 AND variant = $2 AND word = $2`)
	forgetWord = db.Q(`DELETE FROM search_near WHERE office_id = $1 AND word = $2
		AND NOT EXISTS (SELECT 1 FROM search_word w WHERE w.office_id = $1 AND w.word = $2)`)

	doneUpTo = db.Q(`SELECT seq FROM search_done WHERE office_id = $1 AND building_id = $2`)
	setDone  = db.Q(`INSERT INTO search_done (office_id, building_id, seq) VALUES ($1, $2, $3)
		ON CONFLICT (office_id, building_id) DO UPDATE SET seq = excluded.seq`)
)

// last is greater than any letter: what begins with a word lies between the word and the word followed by it.
const last = "\U0010FFFF"

// write makes an entry findable; one of the same noun that says otherwise is replaced.
func write(tx *db.Tx, e Entry) error {
	if err := remove(tx, e.kind, e.id); err != nil {
		return err
	}
	if _, err := tx.Exec(addEntry, string(e.kind), e.id, e.building, e.title, e.detail, e.words); err != nil {
		return err
	}
	for word := range strings.FieldsSeq(e.words) {
		if _, err := tx.Exec(addWord, word, string(e.kind), e.id, e.building); err != nil {
			return err
		}
		known, err := db.Value[int64](tx.Query(knowsWord, word))
		if err != nil {
			return err
		}
		if known > 0 {
			continue
		}
		for _, v := range Variants(word) {
			if _, err := tx.Exec(addNear, v, word); err != nil {
				return err
			}
		}
	}
	return nil
}

// remove forgets an entry, and the words that nothing else is found under: a name that is erased elsewhere does not stay here.
func remove(tx *db.Tx, kind Kind, of id.Of[id.Any]) error {
	old, found, err := db.First(tx.Query(entryByID, string(kind), of), (*Entry).fields)
	if err != nil || !found {
		return err
	}
	if _, err := tx.Exec(dropEntry, string(kind), of); err != nil {
		return err
	}
	if _, err := tx.Exec(dropWords, string(kind), of); err != nil {
		return err
	}
	for word := range strings.FieldsSeq(old.words) {
		if _, err := tx.Exec(forgetWord, word); err != nil {
			return err
		}
	}
	return nil
}

// near lists the words of the office that are one slip away from a word.
func near(tx *db.Tx, word string) ([]string, error) {
	args := make([]any, 0, 25)
	for _, v := range Variants(word) {
		args = append(args, v)
	}
	if len(args) == 1 {
		return nil, nil
	}
	for len(args) < 25 {
		args = append(args, args[len(args)-1])
	}
	found, err := db.Column[string](tx.Query(nearWords, args[:25]...))
	if err != nil {
		return nil, err
	}
	var list []string
	for _, w := range found {
		if w != word && Near(w, word) {
			list = append(list, w)
		}
	}
	return list, nil
}

// beginningWith lists the entries of which a word begins with the given one, or is it; everywhere, or within a building and what belongs to none.
func beginningWith(tx *db.Tx, from, to string, building id.Of[id.Building]) ([]Entry, error) {
	if building.None() {
		return db.All(tx.Query(beginning, from, to), (*Entry).fields)
	}
	return db.All(tx.Query(beginningWithin, from, to, building), (*Entry).fields)
}
