package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// A Token lets a program in. The token itself is not kept, only its hash.
type Token struct {
	Name    string // unique
	Hash    string
	Scopes  string // with commas between
	Added   string // instant, RFC 3339
	Expires string // the last day on which it is good, "" for no end
}

// AddToken keeps a token. A name that another token has is an error.
func (db *DB) AddToken(ctx context.Context, t Token) (err error) {
	defer wrap(&err, "add token %s", t.Name)
	return db.in(ctx, func(tx *sql.Tx) error {
		var taken bool
		if err := tx.QueryRowContext(ctx, `SELECT count(*) > 0 FROM token WHERE name = $1`, t.Name).Scan(&taken); err != nil {
			return err
		}
		if taken {
			return errors.New("a token has this name already")
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO token (name, hash, scopes, added, expires) VALUES ($1, $2, $3, $4, $5)`, t.Name, t.Hash, t.Scopes, now(), t.Expires)
		return err
	})
}

// RemoveToken drops the token with a name.
func (db *DB) RemoveToken(ctx context.Context, name string) (err error) {
	defer wrap(&err, "remove token %s", name)
	return db.in(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `DELETE FROM token WHERE name = $1`, name)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("no token has this name"))
		}
		return nil
	})
}

// Token is the token with a hash.
func (db *DB) Token(ctx context.Context, hash string) (t Token, err error) {
	defer wrap(&err, "look for a token")
	err = db.sql.QueryRowContext(ctx, `SELECT name, hash, scopes, added, expires FROM token WHERE hash = $1`, hash).
		Scan(&t.Name, &t.Hash, &t.Scopes, &t.Added, &t.Expires)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNone
	}
	return t, err
}

// Tokens lists all tokens in order of name.
func (db *DB) Tokens(ctx context.Context) (out []Token, err error) {
	defer wrap(&err, "list tokens")
	rows, err := db.sql.QueryContext(ctx, `SELECT name, hash, scopes, added, expires FROM token ORDER BY name`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var t Token
		if err := rows.Scan(&t.Name, &t.Hash, &t.Scopes, &t.Added, &t.Expires); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, rows.Err()
}
