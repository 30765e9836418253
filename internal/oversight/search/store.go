package search

import (
	"iter"
	"slices"
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

	// The variants of a word are at most 25; the last is said again for those that it has fewer of. A word that is found by several of them is found several
	// times: to let the database tell them apart makes SQLite read all words of the office.
	nearWords = db.Q(`SELECT word FROM search_near WHERE office_id = $1 AND variant IN
		($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)
		LIMIT 1000`)

	entriesOf = db.Q(`SELECT ` + entryColumns + ` FROM search_entry e WHERE e.office_id = $1 AND e.building_id = $2 AND e.kind IN ('building', 'lot', 'owner', 'contact')`)
	entryByID = db.Q(`SELECT ` + entryColumns + ` FROM search_entry e WHERE e.office_id = $1 AND e.kind = $2 AND e.id = $3`)
	placeOf   = db.Q(`SELECT title FROM search_entry WHERE office_id = $1 AND kind = 'building' AND id = $2`)
	dropEntry = db.Q(`DELETE FROM search_entry WHERE office_id = $1 AND kind = $2 AND id = $3`)
	addEntry  = db.Q(`INSERT INTO search_entry (office_id, kind, id, building_id, title, detail, words) VALUES ($1, $2, $3, $4, $5, $6, $7)`)
	dropWords = db.Q(`DELETE FROM search_word WHERE office_id = $1 AND kind = $2 AND id = $3`)

	// An entry has a dozen words, and each new one a dozen variants: they are written many at once, the last of them said again where there are
	// fewer. One statement for each would be most of the work of entering an invoice.
	addWords = db.Q(`INSERT INTO search_word (office_id, word, kind, id, building_id) VALUES
		($1, $5, $2, $3, $4),
		($1, $6, $2, $3, $4),
		($1, $7, $2, $3, $4),
		($1, $8, $2, $3, $4),
		($1, $9, $2, $3, $4),
		($1, $10, $2, $3, $4),
		($1, $11, $2, $3, $4),
		($1, $12, $2, $3, $4),
		($1, $13, $2, $3, $4),
		($1, $14, $2, $3, $4)
		ON CONFLICT DO NOTHING`)
	addNear = db.Q(`INSERT INTO search_near (office_id, variant, word) VALUES
		($1, $2, $3), ($1, $4, $5), ($1, $6, $7), ($1, $8, $9), ($1, $10, $11),
		($1, $12, $13), ($1, $14, $15), ($1, $16, $17), ($1, $18, $19), ($1, $20, $21),
		($1, $22, $23), ($1, $24, $25), ($1, $26, $27), ($1, $28, $29), ($1, $30, $31),
		($1, $32, $33), ($1, $34, $35), ($1, $36, $37), ($1, $38, $39), ($1, $40, $41),
		($1, $42, $43), ($1, $44, $45), ($1, $46, $47), ($1, $48, $49), ($1, $50, $51)
		ON CONFLICT DO NOTHING`)
	knownWords  = db.Q(`SELECT word FROM search_near WHERE office_id = $1 AND variant = word AND variant IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`)
	forgetWords = db.Q(`DELETE FROM search_near WHERE office_id = $1 AND word IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		AND NOT EXISTS (SELECT 1 FROM search_word w WHERE w.office_id = $1 AND w.word = search_near.word)`)

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
	var pairs []any
	for ten := range tens(e.words) {
		if _, err := tx.Exec(addWords, append([]any{string(e.kind), e.id, e.building}, ten...)...); err != nil {
			return err
		}
		known, err := db.Column[string](tx.Query(knownWords, ten...))
		if err != nil {
			return err
		}
		for _, word := range ten {
			if slices.Contains(known, word.(string)) {
				continue
			}
			known = append(known, word.(string))
			for _, v := range Variants(word.(string)) {
				pairs = append(pairs, v, word)
			}
		}
	}
	for len(pairs) > 0 {
		n := min(len(pairs), 2*nearAtOnce)
		part := slices.Clone(pairs[:n])
		for len(part) < 2*nearAtOnce {
			part = append(part, part[0], part[1])
		}
		if _, err := tx.Exec(addNear, part...); err != nil {
			return err
		}
		pairs = pairs[n:]
	}
	return nil
}

// How many words and how many variants one statement takes.
const (
	wordsAtOnce = 10
	nearAtOnce  = 25
)

// tens gives the words of an entry ten at a time, the last of them again where there are fewer.
func tens(words string) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		list := strings.Fields(words)
		for len(list) > 0 {
			part := make([]any, wordsAtOnce)
			for i := range part {
				part[i] = list[min(i, len(list)-1)]
			}
			if list = list[min(wordsAtOnce, len(list)):]; !yield(part) {
				return
			}
		}
	}
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
	for ten := range tens(old.words) {
		if _, err := tx.Exec(forgetWords, ten...); err != nil {
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
	slices.Sort(found)
	var list []string
	for _, w := range slices.Compact(found) {
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
