package access

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// TokenPrefix opens every token, so that one left in a file is found by those
// who look for secrets.
const TokenPrefix = "readout_"

// NewToken makes a token of 256 random bits.
func NewToken() string {
	b := make([]byte, 32)
	rand.Read(b)
	return TokenPrefix + base64.RawURLEncoding.EncodeToString(b)
}

// HashToken is the form in which a token is kept. A token cannot be guessed,
// so that one round of SHA-256 hides it.
func HashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// What a hash of a password costs: 19 MiB and two passes, which OWASP's
// Password Storage Cheat Sheet names as enough for argon2id.
const (
	memoryKiB = 19 * 1024
	passes    = 2
	lanes     = 1
	keyBytes  = 32
	saltBytes = 16
)

// The bounds of a hash that is read: beyond them a visitor's try would cost
// too much.
const (
	mostMemoryKiB = 1 << 18
	mostPasses    = 16
	mostLanes     = 16
)

// LeastPassword is how many letters a password has at least.
const LeastPassword = 10

// MostPassword is how many bytes of a password are looked at.
const MostPassword = 1024

// A Password is the hash of a password.
type Password struct {
	memory uint32
	passes uint32
	lanes  uint8
	salt   []byte
	key    []byte
}

// HashPassword makes the hash of a password with a new salt, written as
// $argon2id$v=19$m=KIB,t=PASSES,p=LANES$SALT$KEY.
func HashPassword(password string) (string, error) {
	if len([]rune(password)) < LeastPassword {
		return "", fmt.Errorf("a password has %d letters or more", LeastPassword)
	}
	if len(password) > MostPassword {
		return "", fmt.Errorf("a password has %d bytes at most", MostPassword)
	}
	p := Password{memory: memoryKiB, passes: passes, lanes: lanes, salt: make([]byte, saltBytes)}
	rand.Read(p.salt)
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.memory, p.passes, p.lanes,
		b.EncodeToString(p.salt), b.EncodeToString(p.hash(password, keyBytes))), nil
}

// ParsePassword reads what HashPassword wrote.
func ParsePassword(hash string) (*Password, error) {
	wrong := errors.New("not the hash of a password; readout desk passwd makes one")
	parts := strings.Split(strings.TrimSpace(hash), "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return nil, wrong
	}
	var p Password
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.passes, &p.lanes); err != nil {
		return nil, wrong
	}
	var errs [2]error
	p.salt, errs[0] = base64.RawStdEncoding.DecodeString(parts[4])
	p.key, errs[1] = base64.RawStdEncoding.DecodeString(parts[5])
	if errs[0] != nil || errs[1] != nil || len(p.salt) < 8 || len(p.key) < 16 || len(p.salt) > 64 || len(p.key) > 64 {
		return nil, wrong
	}
	if p.memory > mostMemoryKiB || p.passes < 1 || p.passes > mostPasses || p.lanes < 1 || p.lanes > mostLanes {
		return nil, errors.New("the hash of the password costs too much to check; readout desk passwd makes another")
	}
	return &p, nil
}

// Is says that a password is the one hashed.
func (p *Password) Is(password string) bool {
	if len(password) > MostPassword {
		return false
	}
	return subtle.ConstantTimeCompare(p.key, p.hash(password, uint32(len(p.key)))) == 1
}

func (p *Password) hash(password string, size uint32) []byte {
	return argon2.IDKey([]byte(password), p.salt, p.passes, p.memory, p.lanes, size)
}
