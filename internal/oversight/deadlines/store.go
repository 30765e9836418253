package deadlines

import (
	"encoding/json"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

const lineColumns = `building_id, key, path, what, args, whom, legal, article, due_on, done_on, stopped`

const alertColumns = `person_id, building_id, key, due_on, what, args, day, asked_at, sent_at`

var (
	linesOf  = db.Q(`SELECT ` + lineColumns + ` FROM deadlines_line WHERE office_id = $1 AND building_id = $2`)
	allLines = db.Q(`SELECT ` + lineColumns + ` FROM deadlines_line WHERE office_id = $1`)
	dropLine = db.Q(`DELETE FROM deadlines_line WHERE office_id = $1 AND building_id = $2 AND key = $3`)
	saveLine = db.Q(`INSERT INTO deadlines_line (office_id, ` + lineColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT (office_id, building_id, key) DO UPDATE SET path = excluded.path, what = excluded.what, args = excluded.args, whom = excluded.whom,
			legal = excluded.legal, article = excluded.article, due_on = excluded.due_on, done_on = excluded.done_on, stopped = excluded.stopped`)

	madeUpTo = db.Q(`SELECT seq, made_on FROM deadlines_made WHERE office_id = $1 AND building_id = $2`)
	setMade  = db.Q(`INSERT INTO deadlines_made (office_id, building_id, seq, made_on) VALUES ($1, $2, $3, $4)
		ON CONFLICT (office_id, building_id) DO UPDATE SET seq = excluded.seq, made_on = excluded.made_on`)
	stale = db.House(`SELECT office_id, building_id FROM deadlines_made WHERE made_on < $1 ORDER BY office_id, building_id`)

	readerOf   = db.Q(`SELECT weekly, reminders, alerts FROM deadlines_reader WHERE office_id = $1 AND person_id = $2`)
	saveReader = db.Q(`INSERT INTO deadlines_reader (office_id, person_id, weekly, reminders, alerts, changed_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (office_id, person_id) DO UPDATE SET weekly = excluded.weekly, reminders = excluded.reminders, alerts = excluded.alerts, changed_at = excluded.changed_at`)
	readers   = db.House(`SELECT office_id, person_id, weekly, reminders, alerts FROM deadlines_reader WHERE weekly OR reminders OR alerts ORDER BY office_id, person_id`)
	askLetter = db.Q(`INSERT INTO deadlines_letter (office_id, person_id, kind, day, asked_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (office_id, person_id, kind, day) DO NOTHING`)
	sendLetter  = db.Q(`UPDATE deadlines_letter SET sent_at = $5 WHERE office_id = $1 AND person_id = $2 AND kind = $3 AND day = $4 AND sent_at IS NULL`)
	findLetter  = db.Q(`SELECT sent_at FROM deadlines_letter WHERE office_id = $1 AND person_id = $2 AND kind = $3 AND day = $4`)
	sweepLetter = db.House(`DELETE FROM deadlines_letter WHERE day < $1`)

	askAlert = db.Q(`INSERT INTO deadlines_alert (office_id, person_id, building_id, key, due_on, what, args, day, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (office_id, person_id, building_id, key, due_on) DO NOTHING`)
	sendAlert = db.Q(`UPDATE deadlines_alert SET sent_at = $6 WHERE office_id = $1 AND person_id = $2 AND building_id = $3 AND key = $4 AND due_on = $5 AND sent_at IS NULL`)
	alertsOf  = db.Q(`SELECT ` + alertColumns + ` FROM deadlines_alert WHERE office_id = $1 AND person_id = $2`)
	alertsIn  = db.Q(`SELECT ` + alertColumns + ` FROM deadlines_alert WHERE office_id = $1 AND building_id = $2 ORDER BY asked_at DESC, key, person_id LIMIT 20`)

	addFeed  = db.Global(`INSERT INTO deadlines_feed (secret, office, person_id, made_at) VALUES ($1, $2, $3, $4)`)
	endFeeds = db.Global(`UPDATE deadlines_feed SET ended_at = $3 WHERE office = $1 AND person_id = $2 AND ended_at IS NULL`)
	feedOf   = db.Global(`SELECT office, person_id, made_at FROM deadlines_feed WHERE secret = $1 AND ended_at IS NULL`)
	feedMade = db.Global(`SELECT office, person_id, made_at FROM deadlines_feed WHERE office = $1 AND person_id = $2 AND ended_at IS NULL`)
)

func (l *Line) fields() []any {
	return []any{&l.Building, &l.Key, &l.Path, &l.What, (*args)(&l.Args), &l.Whom, &l.Legal, &l.Article, &l.Date, &l.Done, &l.Suspended}
}

// args are the values of a sentence as one text: a day stands under a key of its own, because a reader's language writes it.
type args map[string]any

type dayArg struct {
	Day string `json:"day"`
}

func (a args) String() string {
	plain := map[string]any{}
	for k, v := range a {
		if day, is := v.(civil.Date); is {
			v = dayArg{day.String()}
		}
		plain[k] = v
	}
	text, err := json.Marshal(plain)
	if err != nil {
		return "{}"
	}
	return string(text)
}

// Scan reads what String wrote. A text that it did not write gives a sentence without values, and no fault: one line never hides the others.
func (a *args) Scan(from any) error {
	text, _ := from.(string)
	if raw, is := from.([]byte); is {
		text = string(raw)
	}
	values := map[string]any{}
	_ = json.Unmarshal([]byte(text), &values)
	for k, v := range values {
		switch x := v.(type) {
		case map[string]any:
			day, _ := x["day"].(string)
			values[k], _ = civil.Parse(day)
		case float64: // a number of JSON; those of sentences are whole
			values[k] = int64(x)
		}
	}
	*a = values
	return nil
}

func (l Line) save(tx *db.Tx) error {
	_, err := tx.Exec(saveLine, l.Building, l.Key, l.Path, l.What, args(l.Args).String(), l.Whom, l.Legal, l.Article, l.Date, l.Done, l.Suspended)
	return err
}

// made is up to which fact, and on which day, the lines of a building were made.
type made struct {
	seq int64
	on  civil.Date
}

func (m *made) fields() []any { return []any{&m.seq, &m.on} }

// place is a building of an office.
type place struct {
	office   id.Of[id.Office]
	building id.Of[id.Building]
}

func (p *place) fields() []any { return []any{&p.office, &p.building} }

// Wishes are the letters that a reader wants.
type Wishes struct {
	Weekly    bool `json:"weekly"`
	Reminders bool `json:"reminders"`
	Alerts    bool `json:"alerts" required:"false"` // of a council member: what the syndic has missed
}

func (w *Wishes) fields() []any { return []any{&w.Weekly, &w.Reminders, &w.Alerts} }

// WishesOf are the letters that a person wants from an office; none at first.
func WishesOf(tx *db.Tx, person id.Of[id.Person]) (Wishes, error) {
	w, _, err := db.First(tx.Query(readerOf, person), (*Wishes).fields)
	return w, err
}

type reader struct {
	office id.Of[id.Office]
	person id.Of[id.Person]
	Wishes
}

func (r *reader) fields() []any {
	return []any{&r.office, &r.person, &r.Weekly, &r.Reminders, &r.Alerts}
}

// feed is a calendar of a person in an office.
type feed struct {
	office id.Of[id.Office]
	person id.Of[id.Person]
	made   civil.Instant
}

func (f *feed) fields() []any { return []any{&f.office, &f.person, &f.made} }

func findFeed(tx *db.Tx, secret string) (feed, error) {
	return db.One(tx.Query(feedOf, secret), (*feed).fields, fault.NotFound("not_found"))
}
