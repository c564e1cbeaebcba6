// Package models holds the trained model, embedded.
package models

import _ "embed"

// English is the model for English. It must not be changed.
//
//go:embed english.model
var English []byte
