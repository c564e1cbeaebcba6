package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"readout/internal/access"
	"readout/internal/record"
	"readout/internal/store"
)

// runToken makes, lists and removes the tokens by which programs come in.
func runToken(e *env, args []string) int {
	fs := e.newFlags("token")
	archive := archiveFlag(fs)
	scopes := fs.String("scopes", "read", "add: read, add, correct, with commas between")
	expires := fs.String("expires", "", "add: the last `DAY` on which it is good (default: no end)")
	args, status, done := e.parseFlags(fs, args)
	if done {
		return status
	}
	list, err := access.ParseScopes(*scopes)
	if err != nil {
		return e.misuse("%s", err)
	}
	if _, err := time.Parse(time.DateOnly, *expires); *expires != "" && err != nil {
		return e.misuse("--expires is a day such as 2027-01-28, not %q", *expires)
	}
	verb, name := "", ""
	if len(args) > 0 {
		verb, name = args[0], strings.TrimSpace(strings.Join(args[1:], " "))
	}
	switch {
	case verb == "list" && name == "":
	case (verb == "add" || verb == "remove") && name != "" && len(name) <= 100 && name == record.OneLine(name):
	default:
		return e.misuse("token needs add NAME, list, or remove NAME")
	}
	db, err := openArchive(*archive)
	if err != nil {
		return e.broke(err)
	}
	defer db.Close()
	if err := e.token(db, verb, store.Token{Name: name, Scopes: access.JoinScopes(list), Expires: *expires}); err != nil {
		return e.broke(err)
	}
	return exitOK
}

func (e *env) token(db *store.DB, verb string, t store.Token) error {
	ctx := context.Background()
	switch verb {
	case "add":
		token := access.NewToken()
		t.Hash = access.HashToken(token)
		if err := db.AddToken(ctx, t); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(e.stdout, token); err != nil { // nobody saw it
			return errors.Join(err, db.RemoveToken(ctx, t.Name))
		}
		fmt.Fprintf(e.stderr, "readout: the token of %s, with the scopes %s, is shown this once\n", record.Clean(t.Name), t.Scopes)
		return nil
	case "remove":
		return db.RemoveToken(ctx, t.Name)
	}
	list, err := db.Tokens(ctx)
	for _, t := range list {
		until := ""
		if t.Expires != "" {
			until = " until " + t.Expires
		}
		fmt.Fprintf(e.stdout, "%-24s  %-16s  since %s%s\n", record.Clean(t.Name), t.Scopes, t.Added, until)
	}
	return err
}
