package property

import (
	"fmt"
	"slices"

	"koprogo/internal/platform/rest"
)

// after pages a list that is already in memory: the register of a building is read whole, in four statements, and a page of it is cut here.
// The key orders the rows as they stand; the cursor is that of the last row seen.
func after[T any](p rest.Paging, rows []T, key func(T) []string) (rest.List[T], error) {
	var seen [2]string
	found, err := p.After(&seen[0], &seen[1])
	if err != nil {
		return rest.List[T]{}, err
	}
	if found {
		i := slices.IndexFunc(rows, func(x T) bool { return slices.Compare(key(x), seen[:]) > 0 })
		if i < 0 {
			i = len(rows)
		}
		rows = rows[i:]
	}
	return rest.Cut(p, rows[:min(len(rows), p.Limit+1)], func(x T) []any { k := key(x); return []any{k[0], k[1]} }), nil
}

// Page is after, for the rooms above whose lists follow the register.
func Page[T any](p rest.Paging, rows []T, key func(T) []string) (rest.List[T], error) {
	return after(p, rows, key)
}

// order writes a position so that it sorts as text.
func order(n int64) string { return fmt.Sprintf("%012d", n) }
