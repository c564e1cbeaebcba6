package access

import (
	"context"
	"strings"
	"testing"
)

func TestPassword(t *testing.T) {
	hash, err := HashPassword("ten letters or so")
	if err != nil {
		t.Fatal(err)
	}
	p, err := ParsePassword(hash + "\n")
	if err != nil {
		t.Fatal(err)
	}
	if !p.Is("ten letters or so") {
		t.Error("the password is not taken")
	}
	for _, other := range []string{"", "ten letters or so ", "Ten letters or so", strings.Repeat("x", MostPassword+1)} {
		if p.Is(other) {
			t.Errorf("%q is taken for the password", other)
		}
	}
	if again, _ := HashPassword("ten letters or so"); again == hash {
		t.Error("two hashes of one password are the same: no salt")
	}
	if _, err := HashPassword("short"); err == nil {
		t.Error("a short password is taken")
	}
}

func TestParsePasswordRefuses(t *testing.T) {
	for _, hash := range []string{
		"", "secret", "$2a$10$abcdefghijklmnopqrstuv", "$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5a2V5",
		"$argon2id$v=19$m=99999999,t=2,p=1$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5a2V5", "$argon2id$v=19$m=19456,t=0,p=1$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5a2V5",
		"$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$a2V5", "$argon2id$v=19$m=19456,t=2,p=1$!$!",
	} {
		if _, err := ParsePassword(hash); err == nil {
			t.Errorf("ParsePassword(%q) takes it", hash)
		}
	}
}

func TestScopes(t *testing.T) {
	got, err := ParseScopes("read, add,read")
	if err != nil || JoinScopes(got) != "read,add" {
		t.Errorf("scopes %q, %v", got, err)
	}
	if _, err := ParseScopes("read,write"); err == nil {
		t.Error("an unknown scope is taken")
	}
	v := From(With(context.Background(), Visitor{Name: "Ada", Scopes: got}))
	if !v.May(Add) || v.May(Correct) || From(context.Background()).May(Read) {
		t.Errorf("visitor %+v", v)
	}
}

func TestTokens(t *testing.T) {
	a, b := NewToken(), NewToken()
	if a == b || HashToken(a) == HashToken(b) || len(a) < 40 {
		t.Errorf("tokens %q and %q", a, b)
	}
}
