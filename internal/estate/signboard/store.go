package signboard

import (
	"strings"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

// row is a board as it is kept: languages as one text.
type row struct {
	Board
	langs string
}

func (r *row) fields() []any {
	e := &r.entry
	return []any{&r.building, &e.Shown, &e.Slug, &e.Name, &e.Phone, &e.Email, &e.Emergency, &e.Hours, &r.langs, &r.agreed, &r.agreedBy, &r.changed}
}

func (r row) board() Board {
	b := r.Board
	for l := range strings.FieldsSeq(r.langs) {
		b.entry.Langs = append(b.entry.Langs, i18n.Lang(l))
	}
	b.entry.Agreed = !b.agreed.None()
	return b
}

// address is a public address of all offices.
type address struct {
	slug     string
	office   id.Of[id.Office]
	building id.Of[id.Building]
	current  bool
	shown    bool
}

func (a *address) fields() []any { return []any{&a.slug, &a.office, &a.building, &a.current, &a.shown} }

var (
	boardOf = db.Q(`SELECT building_id, shown, slug, name, phone, email, emergency, hours, langs, agreed_at, agreed_by, changed_at
		FROM signboard_board WHERE office_id = $1 AND building_id = $2`)
	setBoard = db.Q(`INSERT INTO signboard_board (office_id, building_id, shown, slug, name, phone, email, emergency, hours, langs, agreed_at, agreed_by, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (office_id, building_id) DO UPDATE SET shown = excluded.shown, slug = excluded.slug, name = excluded.name, phone = excluded.phone,
			email = excluded.email, emergency = excluded.emergency, hours = excluded.hours, langs = excluded.langs, agreed_at = excluded.agreed_at,
			agreed_by = excluded.agreed_by, changed_at = excluded.changed_at`)

	slugs    = db.Global(`SELECT slug, office, building, current, shown FROM signboard_slug WHERE slug = $1`)
	slugOf   = db.Global(`SELECT slug, office, building, current, shown FROM signboard_slug WHERE building = $1 AND current = TRUE`)
	retire   = db.Global(`UPDATE signboard_slug SET current = FALSE, shown = $2 WHERE building = $1`)
	takeSlug = db.Global(`INSERT INTO signboard_slug (slug, office, building, current, shown) VALUES ($1, $2, $3, TRUE, $4)
		ON CONFLICT (slug) DO UPDATE SET current = TRUE, shown = excluded.shown WHERE signboard_slug.building = excluded.building`)
	shownSlugs = db.Global(`SELECT slug, office, building, current, shown FROM signboard_slug
		WHERE current = TRUE AND shown = TRUE AND slug > $1 ORDER BY slug LIMIT $2`)
)

// save keeps a board and its address. An address that another building has is refused.
func save(tx *db.Tx, office id.Of[id.Office], b Board) error {
	e := b.entry
	langs := make([]string, len(e.Langs))
	for i, l := range e.Langs {
		langs[i] = string(l)
	}
	if _, err := tx.Exec(setBoard, b.building, e.Shown, e.Slug, e.Name, e.Phone, e.Email, e.Emergency, e.Hours, strings.Join(langs, " "), b.agreed, b.agreedBy, b.changed); err != nil {
		return err
	}
	if _, err := tx.Exec(retire, b.building, e.Shown); err != nil {
		return err
	}
	taken, err := tx.Exec(takeSlug, e.Slug, office, b.building, e.Shown)
	if err == nil && taken == 0 {
		return fault.Conflict("slug_taken").At("slug").With("slug", e.Slug)
	}
	return err
}
