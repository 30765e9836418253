package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"sort"
	"strings"
	"time"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrationLock is the number under which starters of several nodes wait for each other on PostgreSQL.
const migrationLock = 7_302_026

// Migrate applies what is missing of migrations/NNNN_what.sql, each in its own transaction, and prepares all declared statements.
// On SQLite it adds the checks of type that the engine lacks; on PostgreSQL it forces row-level security on every table with an office_id.
// Two starters wait for each other; a migration that was edited after it ran is refused.
func (d *DB) Migrate(ctx context.Context) error {
	conn, err := d.writer.Conn(ctx)
	if err != nil {
		return err
	}
	err = d.migrateOn(ctx, conn)
	if closeErr := conn.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	return d.prepareAll(ctx)
}

func (d *DB) migrateOn(ctx context.Context, conn *sql.Conn) error {
	if d.Engine == Postgres {
		if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, migrationLock); err != nil {
			return err
		}
		defer func() {
			_, _ = conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, migrationLock)
		}()
	}
	_, err := conn.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS db_migration (
		name TEXT PRIMARY KEY,
		digest TEXT NOT NULL,
		at TEXT NOT NULL
	)`)
	if err != nil {
		return err
	}
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	sort.Strings(names)
	for _, name := range names {
		if other, special := engineOf(name); special && other != d.Engine {
			continue
		}
		if err := d.apply(ctx, conn, name); err != nil {
			return fmt.Errorf("migration %s: %w", strings.TrimPrefix(name, "migrations/"), err)
		}
	}
	if d.Engine == Postgres {
		return forceRowSecurity(ctx, conn)
	}
	return nil
}

// engineOf tells for which engine alone a file is meant, by its ending: NNNN_what.postgres.sql.
func engineOf(name string) (Engine, bool) {
	for _, e := range []Engine{SQLite, Postgres} {
		if strings.HasSuffix(name, "."+string(e)+".sql") {
			return e, true
		}
	}
	return "", false
}

func (d *DB) apply(ctx context.Context, conn *sql.Conn, name string) error {
	text, err := migrations.ReadFile(name)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	digest := hex.EncodeToString(sum[:])
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	var known string
	err = tx.QueryRowContext(ctx, `SELECT digest FROM db_migration WHERE name = $1`, name).Scan(&known)
	if err == nil {
		if known != digest {
			return errors.New("was edited after it ran; add a new migration instead")
		}
		return nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	script := string(text)
	if d.Engine == SQLite {
		script = withTypeChecks(script)
	} else if _, err := tx.ExecContext(ctx, `SELECT set_config('app.house', 'on', true)`); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, script); err != nil {
		return err
	}
	at := time.Now().UTC().Format("2006-01-02T15:04:05Z")
	if _, err := tx.ExecContext(ctx, `INSERT INTO db_migration (name, digest, at) VALUES ($1, $2, $3)`, name, digest, at); err != nil {
		return err
	}
	return tx.Commit()
}

// columnLine is a column in our migrations: one per line, name, type, the rest. A column added later stands on its own line as well, under
// its ALTER TABLE.
var columnLine = regexp.MustCompile(`(?m)^(\s+(?:ADD COLUMN )?)([a-z_]+)\s+(UUID|TIMESTAMPTZ|DATE|BIGINT|BOOLEAN|JSONB|BYTEA|TEXT)\b([^\n]*?)([,;]?)$`)

// typeChecks says for each type name what SQLite must test itself; $ stands for the column.
var typeChecks = map[string]string{
	"UUID":        "typeof($)='text' AND length($)=36",
	"TIMESTAMPTZ": "typeof($)='text' AND length($)=27 AND substr($,11,1)='T' AND substr($,27,1)='Z' AND datetime($) IS NOT NULL",
	"DATE":        "typeof($)='text' AND date($) IS NOT NULL AND date($)=$",
	"BIGINT":      "typeof($)='integer'",
	"BOOLEAN":     "typeof($)='integer' AND $ IN (0,1)",
	"JSONB":       "json_valid($)",
	"BYTEA":       "typeof($)='blob'",
	"TEXT":        "typeof($)='text' AND instr($,char(0))=0",
}

func withTypeChecks(script string) string {
	return columnLine.ReplaceAllStringFunc(script, func(line string) string {
		m := columnLine.FindStringSubmatch(line)
		check := strings.ReplaceAll(typeChecks[m[3]], "$", m[2])
		return fmt.Sprintf("%s%s %s%s CHECK (%s IS NULL OR (%s))%s", m[1], m[2], m[3], m[4], m[2], check, m[5])
	})
}

// forceRowSecurity puts the second lock on every tenant table that does not have it yet: a row shows only to its office, or to the house's own work.
// A table that has it is not touched: to alter it would wait for everybody who reads it on another node, and they for us.
func forceRowSecurity(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `
DO $$
DECLARE t TEXT;
BEGIN
  FOR t IN SELECT c.relname FROM pg_class c
           WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
             AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'office_id' AND NOT a.attisdropped)
             AND NOT (c.relrowsecurity AND c.relforcerowsecurity
               AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'of_office'))
           ORDER BY c.relname
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('DROP POLICY IF EXISTS of_office ON %I', t);
    EXECUTE format('CREATE POLICY of_office ON %I USING (office_id = NULLIF(current_setting(''app.office'', true), '''')::uuid OR current_setting(''app.house'', true) = ''on'')', t);
  END LOOP;
END $$`)
	return err
}

// prepareAll asks the engine to read every declared statement, so that a mistake stops the start and not a user.
func (d *DB) prepareAll(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, s := range registry {
		text := s.For(d.Engine)
		if d.Engine == Postgres {
			st, err := d.writer.PrepareContext(ctx, text)
			if err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
			if err := st.Close(); err != nil {
				return err
			}
			continue
		}
		w, err := d.writer.PrepareContext(ctx, text)
		if err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
		r, err := d.reader.PrepareContext(ctx, text)
		if err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
		d.prepared[s] = pair{write: w, read: r}
	}
	return nil
}

// Migrations gives the text of every migration, each under its name, for the schema that is kept in docs/.
func Migrations() []string {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		panic(err)
	}
	sort.Strings(names)
	parts := make([]string, len(names))
	for i, name := range names {
		text, err := migrations.ReadFile(name)
		if err != nil {
			panic(err)
		}
		parts[i] = "-- " + strings.TrimPrefix(name, "migrations/") + "\n" + string(text)
	}
	return parts
}
