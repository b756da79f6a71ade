package index

import (
	"errors"
	"fmt"
)

// What can be wrong with a server that keeps an index.
var (
	// ErrRefused is a server that does not serve until somebody changes something.
	ErrRefused = errors.New("the index server refuses")
	// ErrUnavailable is a server that may serve later: it is not reached, or takes no writes.
	ErrUnavailable = errors.New("the index server cannot be used now")
)

// Trouble is a kind of trouble with a server.
type Trouble uint8

// The kinds.
const (
	Unreached   Trouble = iota
	Busy                // it went on putting requests off
	ReadOnly            // the index takes no writes
	DiskFull            // its disk is so full that the index takes no writes
	Failed              // it answers with an error
	Certificate         // its certificate is not that of a server to be trusted
	Password            // it does not know the user or the password
	Forbidden           // the user may not do that
	Version             // it is another program, or of another version
)

// ServerError is trouble with the server that keeps an index. It never holds a password.
type ServerError struct {
	Trouble Trouble
	Server  string // its address
	Err     error  // what it said; may be nil
}

func (e *ServerError) Error() string {
	what := [...]string{
		Unreached:   "the index server is not reached",
		Busy:        "the index server is too busy",
		ReadOnly:    "the index is read-only",
		DiskFull:    "the disk of the index server is full",
		Failed:      "the index server failed",
		Certificate: "the certificate of the index server is not trusted: name the file of its authority with ?ca=FILE",
		Password:    "the index server does not know the user or the password",
		Forbidden:   "the index server does not allow this user to do that",
		Version:     "the index server is not of a version that this program works with",
	}[e.Trouble]
	if e.Err == nil {
		return fmt.Sprintf("%s: %s", e.Server, what)
	}
	return fmt.Sprintf("%s: %s: %v", e.Server, what, e.Err)
}

// Is reports whether the target is ErrRefused or ErrUnavailable, whichever the trouble is.
func (e *ServerError) Is(target error) bool {
	return target == ErrRefused && e.Trouble >= Certificate || target == ErrUnavailable && e.Trouble < Certificate
}

func (e *ServerError) Unwrap() error { return e.Err }
