package db

import (
	"errors"
	"fmt"

	"koprogo/internal/kernel/fault"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
)

// The result codes of the two engines that mean something to a user.
const (
	sqliteBusy       = 5
	sqliteCheck      = 275
	sqliteForeignKey = 787
	sqlitePrimaryKey = 1555
	sqliteTrigger    = 1811
	sqliteUnique     = 2067

	pgForeignKey    = "23503"
	pgUnique        = "23505"
	pgCheck         = "23514"
	pgRaise         = "P0001"
	pgSerialization = "40001"
	pgDeadlock      = "40P01"
)

// mapError turns the errors of both engines into the same faults; what it does not know stays an error of ours.
func mapError(err error) error {
	if err == nil {
		return nil
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		switch lite.Code() {
		case sqliteUnique, sqlitePrimaryKey:
			return fault.Conflict("already_exists").Because(err)
		case sqliteForeignKey:
			return fault.Conflict("still_in_use").Because(err)
		case sqliteCheck, sqliteTrigger:
			return fault.Of(fault.KindInvalid, "value_refused").Because(err)
		case sqliteBusy:
			return fault.Unavailable("database_busy").Because(err)
		}
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code {
		case pgUnique:
			return fault.Conflict("already_exists").Because(err)
		case pgForeignKey:
			return fault.Conflict("still_in_use").Because(err)
		case pgCheck, pgRaise:
			return fault.Of(fault.KindInvalid, "value_refused").Because(err)
		case pgSerialization, pgDeadlock:
			return fmt.Errorf("%w: %w", ErrRetry, err)
		}
	}
	return err
}

// IsUnique tells whether an error means that such a row exists already.
func IsUnique(err error) bool {
	f := fault.As(err)
	return f != nil && f.Code == "already_exists"
}
