package rest

import (
	"encoding/base64"
	"encoding/json"
	"mime"
	"net/url"
	"strings"

	"koprogo/internal/kernel/fault"
)

// Paging is embedded by the requests of lists.
type Paging struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"600"`
}

// After reads the cursor into the keys of the last row seen; found is false on the first page.
func (p Paging) After(keys ...any) (found bool, err error) {
	if p.Cursor == "" {
		return false, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	if err == nil {
		err = json.Unmarshal(raw, &keys)
	}
	if err != nil {
		return false, fault.Invalid("cursor_malformed", "cursor")
	}
	return true, nil
}

// Cut makes a page of rows that were asked for one more than the limit: if that one came, there is a next page after the keys of the last row kept.
func Cut[T any](p Paging, rows []T, keys func(T) []any) List[T] {
	if len(rows) <= p.Limit {
		if rows == nil {
			rows = []T{}
		}
		return List[T]{Items: rows}
	}
	rows = rows[:p.Limit]
	raw, _ := json.Marshal(keys(rows[len(rows)-1]))
	next := base64.RawURLEncoding.EncodeToString(raw)
	return List[T]{Items: rows, NextCursor: &next}
}

// Map makes a page of other items, with the same cursor.
func Map[T, U any](l List[T], f func(T) U) List[U] {
	m := List[U]{Items: make([]U, 0, len(l.Items)), NextCursor: l.NextCursor}
	for _, x := range l.Items {
		m.Items = append(m.Items, f(x))
	}
	return m
}

// contentDisposition names a file for the browser, in ASCII and in UTF-8.
func contentDisposition(d Download) string {
	how := "attachment"
	if d.Type == "application/pdf" || strings.HasPrefix(d.Type, "image/") && d.Type != "image/svg+xml" {
		how = "inline"
	}
	plain := strings.Map(func(r rune) rune {
		if r < 32 || r > 126 || strings.ContainsRune(`"\;/`, r) {
			return '_'
		}
		return r
	}, d.Name)
	return how + "; " + strings.TrimPrefix(mime.FormatMediaType("x", map[string]string{"filename": plain}), "x; ") +
		"; filename*=UTF-8''" + url.PathEscape(d.Name)
}
