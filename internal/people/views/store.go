package views

import (
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

const viewColumns = `v.id, v.person_id, v.page, v.name, v.query, v.shared, v.saved_at, f.view_id IS NOT NULL`

func (v *View) fields() []any {
	return []any{&v.id, &v.person, &v.page, &v.name, &v.query, &v.shared, &v.saved, &v.first}
}

// ofReader joins the views with what the reader ($2) opens first.
const ofReader = ` FROM views_view v
	LEFT JOIN views_first f ON f.office_id = v.office_id AND f.view_id = v.id AND f.person_id = $2
	WHERE v.office_id = $1 `

var (
	addView = db.Q(`INSERT INTO views_view (office_id, id, person_id, page, name, query, shared, saved_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`)
	changeView = db.Q(`UPDATE views_view SET name = $3, query = $4, shared = $5 WHERE office_id = $1 AND id = $2`)
	deleteView = db.Q(`DELETE FROM views_view WHERE office_id = $1 AND id = $2`)
	viewByID   = db.Q(`SELECT ` + viewColumns + ofReader + `AND v.id = $3`)
	viewsOf    = db.Q(`SELECT ` + viewColumns + ofReader + `AND v.page = $3 AND (v.person_id = $2 OR v.shared) ORDER BY v.name, v.id`)

	setFirst = db.Q(`INSERT INTO views_first (office_id, person_id, page, view_id) VALUES ($1, $2, $3, $4)
		ON CONFLICT (office_id, person_id, page) DO UPDATE SET view_id = excluded.view_id`)
	dropFirst   = db.Q(`DELETE FROM views_first WHERE office_id = $1 AND person_id = $2 AND view_id = $3`)
	forgetFirst = db.Q(`DELETE FROM views_first WHERE office_id = $1 AND view_id = $2`)
)

// find reads a view of the office as one person sees it.
func find(tx *db.Tx, view id.Of[id.View], reader id.Of[id.Person]) (View, error) {
	return db.One(tx.Query(viewByID, reader, view), (*View).fields, fault.NotFound("not_found"))
}

func insert(tx *db.Tx, v View) error {
	_, err := tx.Exec(addView, v.id, v.person, v.page, v.name, v.query, v.shared, v.saved)
	return err
}

func update(tx *db.Tx, v View) error {
	_, err := tx.Exec(changeView, v.id, v.name, v.query, v.shared)
	return err
}

// open makes a person's list open with a view, or not with it.
func open(tx *db.Tx, v View, reader id.Of[id.Person]) error {
	if v.first {
		_, err := tx.Exec(setFirst, reader, v.page, v.id)
		return err
	}
	_, err := tx.Exec(dropFirst, reader, v.id)
	return err
}

func remove(tx *db.Tx, v View) error {
	if _, err := tx.Exec(forgetFirst, v.id); err != nil {
		return err
	}
	_, err := tx.Exec(deleteView, v.id)
	return err
}
