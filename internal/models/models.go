// Package models holds the trained model, embedded where the tree has one.
package models

import "embed"

//go:embed *
var files embed.FS

// English is the model for English, nil in a build without one.
var English, _ = files.ReadFile("english.model")
